import Crypto
import Foundation
import Testing

@testable import PurgeJobs

/// Which file of an nginx's disk is a link's, and that no other file goes.
@Suite struct CacheFilesTests {
    let folder: ScratchFolder
    private let files: NginxCacheFiles
    private let link: LinkURL
    private static let key = "clips.test/v/a.mp4?t=1"

    init() throws {
        folder = try ScratchFolder()
        files = NginxCacheFiles(
            directory: CacheDirectory(path: folder.path),
            levels: [1, 2],
            key: try NginxCacheKey("$host$request_uri")
        )
        link = try #require(LinkURL("http://CLIPS.test:8080/v/a.mp4?t=1"))
    }

    /// A cache file in format 5.
    private static func bytes(key: String, vary: String = "") -> [UInt8] {
        var head = [UInt8](repeating: 0, count: 336)
        head[0] = 5
        let line = Array("\nKEY: \(key)\n".utf8)
        let start = head.count + line.count
        (head[54], head[55]) = (UInt8(start & 255), UInt8(start >> 8))
        head[187] = UInt8(vary.utf8.count)
        head.replaceSubrange(188..<(188 + vary.utf8.count), with: vary.utf8)
        return head + line + Array("HTTP/1.1 200 OK\r\n\r\nthe bytes".utf8)
    }

    private func write(_ bytes: [UInt8], at path: CacheFilePath) throws -> String {
        let place = "\(folder.path)/\(path.parent)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: "\(place)/\(path.name)"))
        return "\(place)/\(path.name)"
    }

    private func receipt(_ variants: [ProbeVariant] = []) -> StepReceipt {
        let claim = StepClaim(
            step: 1,
            item: 1,
            kind: .purge,
            pass: 1,
            tries: 0,
            failures: 0,
            target: .link(link, family: "f"),
            attempt: nil
        )
        return CacheFileStep(node: "edge-1", files: files, variants: variants).receipt(of: claim, link)
    }

    private func path(_ key: String = Self.key) -> CacheFilePath { files.path(ofKey: Array(key.utf8)) }

    @Test(arguments: [
        ("$host$request_uri", "clips.test/v/A.mp4?t=%30"),
        ("$scheme$http_host$request_uri", "httpsclips.test:8443/v/A.mp4?t=%30"),
        ("http://origin${request_uri}", "http://origin/v/A.mp4?t=%30"),
    ])
    func aKeyIsWhatNginxMakesOfALink(text: String, key: String) throws {
        let link = try #require(LinkURL("https://Clips.test:8443/v/A.mp4?t=%30"))
        #expect(try NginxCacheKey(text).bytes(of: link) == Array(key.utf8))
    }

    @Test(arguments: [
        "", "clips", "$host", "$host$uri", "$host$request_uri$cookie_a", "$request_uris", "${request_uri",
        "$",
        "$request_uri$", "$proxy_host$request_uri",
    ])
    func aKeyThatNamesNoLinkIsNone(text: String) {
        #expect(throws: NginxCacheKey.Flaw.self) { try NginxCacheKey(text) }
    }

    @Test func `names and folders are nginx's own`() {
        // From a cache of nginx 1.22.1.
        #expect(
            path("clips.test/v/a.mp4")
                == CacheFilePath(directories: ["3", "6c"], name: "172b5a10825c8265bcf2f2babfda36c3")
        )
        let variants = [
            ProbeVariant.plain,
            ProbeVariant(name: "a", fields: [.init(name: "Origin", value: "https://a.test")]),
            ProbeVariant(
                name: "b",
                fields: [
                    .init(name: "origin", value: "https://b.test"),
                    .init(name: "Accept-Encoding", value: "gzip, br"),
                ]
            ),
        ]
        let found = files.paths(
            ofKey: Array("clips.test/vary/a.mp4".utf8),
            vary: Array("Origin, Accept-Encoding".utf8),
            variants + variants
        )
        #expect(
            found.map(\.name) == [
                "c1bfc6ed1976d7f7b1a05830d71d59bb", "2c3c7148fb1567869c7a4f6c52e39742",
                "8371f60a26eb409651cedb117e6fe023",
            ]
        )
        #expect(files.paths(ofKey: [1], vary: [], variants).isEmpty)
    }

    @Test func `the link's file goes, and there is none the second time`() throws {
        let file = try write(Self.bytes(key: Self.key), at: path())
        let other = try write(Self.bytes(key: "clips.test/v/a.mp4"), at: path("clips.test/v/a.mp4"))
        #expect(receipt().outcome == .done && receipt().outcome == .already)
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(FileManager.default.fileExists(atPath: other), "another query is another link")
    }

    @Test(arguments: [
        "clips.test/v/a.mp4?t=10", "clips.test/v/a.mp4?t=", "clips.test/v/A.mp4?t=1", "",
        "clips.test/v/a.mp4?t=1\nKEY: x",
    ])
    func aFileWithAnotherKeyIsNotTouched(key: String) throws {
        let file = try write(Self.bytes(key: key), at: path())
        let receipt = receipt()
        #expect(receipt.outcome == .unknown && !receipt.isOver)
        #expect(receipt.detail?.contains("another key") == true)
        #expect(FileManager.default.fileExists(atPath: file))
    }

    @Test func `what is no cache file is not touched`() throws {
        var older = Self.bytes(key: Self.key)
        older[0] = 3
        for bytes in [
            [], Array("KEY: \(Self.key)\n".utf8), older, Array(Self.bytes(key: Self.key).prefix(340)),
        ] {
            let file = try write(bytes, at: path())
            #expect(receipt().detail?.contains("format 5") == true)
            #expect(FileManager.default.fileExists(atPath: file))
        }
    }

    @Test func `no link and no folder in a file's place is followed`() throws {
        let elsewhere = try ScratchFolder()
        let target = try elsewhere.write(String(decoding: Self.bytes(key: Self.key), as: UTF8.self), as: "x")
        let file = try write(Self.bytes(key: Self.key), at: path())
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: target)
        #expect(receipt().detail?.contains("not followed") == true)
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
        #expect(receipt().outcome == .unknown)

        let level = "\(folder.path)/\(path().directories[0])"
        try FileManager.default.removeItem(atPath: level)
        try FileManager.default.createSymbolicLink(atPath: level, withDestinationPath: elsewhere.path)
        #expect(receipt().detail?.contains("not followed") == true)
        #expect(FileManager.default.fileExists(atPath: target))
    }

    @Test func `a directory that is not there is no empty cache`() throws {
        try FileManager.default.removeItem(atPath: folder.path)
        let receipt = receipt()
        #expect(receipt.outcome == .unknown && receipt.isRefusal && !receipt.isOver)
        #expect(files.directory.trouble?.contains("is missing") == true)
    }

    @Test func `copies by variant go with the key's own file, before it`() throws {
        let variant = ProbeVariant(name: "a", fields: [.init(name: "Origin", value: "https://a.test")])
        let key = Array(Self.key.utf8)
        let main = try write(Self.bytes(key: Self.key, vary: "Origin"), at: path())
        let other = try #require(files.paths(ofKey: key, vary: Array("Origin".utf8), [variant]).first)
        let copy = try write(Self.bytes(key: "another", vary: "Origin"), at: other)
        #expect(receipt([variant]).outcome == .unknown)
        #expect(FileManager.default.fileExists(atPath: main), "it says by what the others are kept apart")
        _ = try write(Self.bytes(key: Self.key, vary: "Origin"), at: other)
        let whole = receipt([variant])
        #expect(whole.outcome == .done && whole.detail == "2 files")
        #expect(
            !FileManager.default.fileExists(atPath: main) && !FileManager.default.fileExists(atPath: copy)
        )
    }
}
