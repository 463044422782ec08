import Foundation
import Testing

@testable import PurgeJobs

/// Deny lists without a server: what stands on them, and how their file gets there.
@Suite struct DenyListTests {
    private func text(_ links: [String]) throws -> String {
        let list = try NginxAdapter().denyList(of: try links.map { try #require(LinkURL($0)) })
        return String(decoding: list, as: UTF8.self)
    }

    @Test func `every spelling of a link is one entry`() throws {
        let spellings = [
            "http://a.test/v/x.mp4", "https://A.test:8443/v//x.mp4", "http://a.test/v/y/../%78.mp4",
        ]
        let lines = try text(spellings).split(separator: "\n").dropFirst()
        #expect(lines == ["\"a.test/v/x.mp4\" \"a.test/v/x.mp4\";"])
    }

    @Test func `the list is the same in whatever order its links come`() throws {
        let links = (0..<40).map { "http://a.test/v/\($0)" }
        #expect(try text(links) == text(links.reversed()))
        #expect(try text([]).split(separator: "\n").count == 1, "no links, no blocks")
    }

    @Test func `what a line cannot hold, and what differs in case alone, is an expression`() throws {
        let lines = try text(["http://a.test/$a", "http://a.test/B", "http://a.test/b"]).split(
            separator: "\n"
        )
        #expect(
            lines.dropFirst() == [
                #""~\Aa\x2etest/B\z" "$host$uri";"#, #""~\Aa\x2etest/\x24a\z" "$host$uri";"#,
                #""~\Aa\x2etest/b\z" "$host$uri";"#,
            ]
        )
    }

    @Test(arguments: [
        ("http://a.test", BlockError.frontPage), ("http://a.test//?", .frontPage),
        ("http://a.test/a/..", .frontPage),
        ("http://a.test/../x", .unservable), ("http://a.test/%zz", .unservable),
        ("http://a.test/%0", .unservable),
        ("http://a.test/%00", .unservable), ("ftp://a.test/x", .syntax(.scheme)),
    ])
    func whatIsMoreThanOneClipOrNoneIsRefused(link: String, error: BlockError) throws {
        let url = try #require(LinkURL(link))
        #expect(throws: error) { try NginxAdapter().denyList(of: [url]) }
        let node = NodeAddress(host: "127.0.0.1", port: 80)
        #expect(throws: error) {
            try VarnishAdapter(method: .purge).blockRequest(for: url, at: node, credential: nil)
        }
    }

    @Test(arguments: [
        (403, "1", true), (451, "1", true), (404, "1", false), (451, "0", false), (451, "", false),
    ])
    func aBlockShowsByStatusAndField(status: Int, value: String, isBlocked: Bool) {
        #expect(BlockMark.isOn(status: status, value: value.utf8) == isBlocked)
        #expect(!BlockMark.isOn(status: 451, value: String.UTF8View?.none))
    }

    @Test func `the file is replaced whole before the node is told, with nothing left beside it`()
        async throws
    {
        let folder = try ScratchFolder()
        let file = DenyListFile(
            path: "\(folder.path)/deny.map",
            reload: ["/bin/cp", "\(folder.path)/deny.map", "\(folder.path)/seen"]
        )
        for content in ["first, and longer", "second"] {
            try await file.replace(with: Array(content.utf8))
            #expect(try String(contentsOfFile: "\(folder.path)/seen", encoding: .utf8) == content)
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["deny.map", "seen"]
        )
    }

    @Test func `a node that cannot be told is a failure, and its list stays for when it comes up`()
        async throws
    {
        let folder = try ScratchFolder()
        let path = "\(folder.path)/deny.map"
        let failures: [([String], DenyListError)] = [
            ([], .noCommand), (["/nowhere/nginx"], .commandNotStarted),
            (["/bin/false"], .commandFailed(status: 1)),
        ]
        for (reload, error) in failures {
            await #expect(throws: error) {
                try await DenyListFile(path: path, reload: reload).replace(with: [65])
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "A")
        }
        await #expect(throws: DenyListError.system(call: "open", code: 2)) {
            try await DenyListFile(path: "\(folder.path)/none/deny.map", reload: ["/bin/true"]).replace(
                with: [65])
        }
    }
}
