import Foundation
import Testing

@testable import PurgeJobs

@Suite struct JSONLinesInventoryTests {
    @Test(arguments: ["clips/helix_all_fields.json", "clips/helix_single_no_featured_field.json"])
    func `a clip of Get Clips is read with its URLs and views`(name: String) async throws {
        let response = try JSONDecoder().decode(Response.self, from: try Resource.data(name))
        let expected = try #require(response.data.first)
        let folder = try ScratchFolder()
        let whole = try JSONSerialization.jsonObject(with: try Resource.data(name)) as? [String: Any]
        let rows = try #require(whole?["data"] as? [Any])
        let row = try JSONSerialization.data(withJSONObject: rows[0])

        let clip = try #require(try await InventoryWalk.file(try folder.write(row)).clips.first)

        #expect(clip.id == ClipID(expected.id))
        #expect(clip.views == expected.viewCount)
        #expect(clip.urls["url"] == LinkURL(expected.url))
        #expect(clip.urls["thumbnail_url"] == LinkURL(expected.thumbnailUrl))
        #expect(clip.urls.count == 3)
    }

    @Test func `a map finds fields within others, and hashes`() async throws {
        let fields = try InventoryFields(
            id: "clip.slug",
            views: "stats.views",
            urls: ["links.page", "links.video"],
            hashes: [.md5: "media.hashes.md5", .sha256: "media.hashes.sha256"]
        )
        let sum = String(repeating: "aB", count: 16)
        let folder = try ScratchFolder()
        let path = try folder.write(
            """
            {"clip":{"slug":"x","id":"no"},"id":"no","stats":null,"links":{"page":"https://a.test/p","video":""},\
            "media":{"hashes":{"md5":"\(sum)","sha256":null},"other":{"md5":"no"}}}
            {"clip":"x"}
            {"clip":{"slug":"y","slug":"z"}}
            {"clip":{"slug":"y"},"stats":{"views":3}}

            """
        )

        let walk = try await InventoryWalk.file(path, fields: fields)

        #expect(walk.clips.map(\.id.description) == ["x", "y"])
        #expect(walk.clips.map(\.views) == [nil, 3])
        #expect(walk.clips.first?.urls == ["links.page": try #require(LinkURL("https://a.test/p"))])
        #expect(walk.clips.first?.hashes == [try #require(MediaHash(.md5, hex: Array(sum.utf8)))])
        #expect(walk.badRows.map(\.line) == [2, 3])
    }

    @Test(arguments: [
        (["", "b"], InventoryFields.Flaw.emptyName), (["a..b"], .emptyName), (["a", "a"], .namedTwice("a")),
        (["a.b", "a"], .within("a", "a.b")), (["id"], .namedTwice("id")), (["id.x"], .within("id", "id.x")),
    ])
    func `a map that means two things by one field is refused`(urls: [String], flaw: InventoryFields.Flaw) {
        #expect(throws: flaw) { try InventoryFields(id: "id", urls: urls) }
    }

    @Test func `the hash in a cursor is chained over the pages`() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write("{\"id\":\"a\"}\n{\"id\":\"b\"}\n")
        let other = try folder.write("{\"id\":\"A\"}\n{\"id\":\"b\"}\n", as: "other.jsonl")

        let first = try await InventoryWalk.file(path, pageRows: 1).cursors.map(\.consumed)
        let second = try await InventoryWalk.file(other, pageRows: 1).cursors.map(\.consumed)

        #expect(Set(first + second).count == first.count + second.count)
        #expect(first.allSatisfy { $0.utf8.count == 64 })
    }

    @Test func `a pipe is walked once, in this process`() async throws {
        let pipe = Pipe()
        defer { withExtendedLifetime(pipe) {} }
        let path = "/proc/self/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        let rows = (0..<5000).map {
            "{\"id\":\"clip-\($0)\",\"title\":\"\(String(repeating: "x", count: 50))\"}\n"
        }
        let source = try InventoryWalk.source(path, pageRows: 1000)
        let writer = Task.detached { try Self.write(rows.joined(), to: pipe) }

        let first = try await source.page(after: nil)
        let rest = try await InventoryWalk(source, after: first.cursor)
        try await writer.value

        #expect(first.clips.count + rest.clips.count == 5000)
        #expect(first.cursor.identity == "stream")
        for cursor in [nil, first.cursor, InventoryCursor.start(identity: "stream")] {
            await #expect(throws: InventoryError(source: path, cause: .changed)) {
                try await source.page(after: cursor)
            }
        }
        let another = try InventoryWalk.source(path)
        await #expect(throws: InventoryError(source: path, cause: .changed)) {
            try await another.page(after: first.cursor)
        }
    }

    @Test func `a pipe whose writer dies in a row never completes`() async throws {
        let pipe = Pipe()
        defer { withExtendedLifetime(pipe) {} }
        let path = "/proc/self/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        let source = try InventoryWalk.source(path)
        let writer = Task.detached {
            try Self.write("{\"id\":\"a\"}\n{\"id\":", to: pipe)
        }

        await #expect(throws: InventoryError(source: path, cause: .truncated(line: 2))) {
            try await source.page(after: nil)
        }
        try await writer.value
        await #expect(throws: InventoryError(source: path, cause: .changed)) {
            try await source.page(after: nil)
        }
    }

    private static func write(_ text: String, to pipe: Pipe) throws {
        try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try pipe.fileHandleForWriting.close()
    }

    private struct Response: Decodable {
        struct Clip: Decodable {
            let id: String
            let url: String
            let thumbnailUrl: String
            let viewCount: Int64

            enum CodingKeys: String, CodingKey {
                case id
                case url
                case thumbnailUrl = "thumbnail_url"
                case viewCount = "view_count"
            }
        }

        let data: [Clip]
    }
}
