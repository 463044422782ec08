import Foundation

@testable import PurgeJobs

/// A little platform in files: a store, inventories, lists, and the two files that name them.
final class PlatformFiles: Sendable {
    let folder: ScratchFolder
    let fixture: LedgerFixture

    static let site = """
        site: test
        families:
          video:
            hosts: [clips.test]
            schemes: [http]
            path: "/v/{id}/{quality}.mp4"
            variables: {quality: [1080, 720]}
            object: "media:v/{id}/{quality}.mp4"
          thumbnail:
            hosts: [img.test]
            field: thumbnail_url
        stores:
          media: {kind: fileTree, root: www, quarantine: quarantine}
        caches:
          edge: {kind: nginx, nodes: {edge-1: "127.0.0.1:1"}}
        origins:
          origin-1: {address: "127.0.0.1:2"}

        """

    init(site: String = PlatformFiles.site) throws {
        folder = try ScratchFolder()
        fixture = try LedgerFixture()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/www/v",
            withIntermediateDirectories: true
        )
        try folder.write(site, as: "site.yaml")
    }

    /// Puts the two qualities of a clip into the store.
    func store(_ clip: String) throws {
        let path = folder.path + "/www/v/\(clip)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for quality in ["1080", "720"] {
            try folder.write("bytes of \(clip)", as: "www/v/\(clip)/\(quality).mp4")
        }
    }

    /// One row of an inventory.
    static func row(_ clip: String, thumbnail: String? = nil, sha256: String? = nil) -> String {
        let thumbnail = thumbnail.map { ",\"thumbnail_url\":\"http://img.test/\($0)\"" } ?? ""
        let hash = sha256.map { ",\"sha256\":\"\($0)\"" } ?? ""
        return "{\"id\":\"\(clip)\"\(thumbnail)\(hash)}\n"
    }

    /// A job over those inventories and lists.
    func takedown(
        inventories: [String],
        lists: [(name: String, of: String, file: String)],
        badRows: String = "0.1%",
        limits: String = "items: 1000, share: 100%",
        freshness: String? = nil
    ) throws -> Takedown {
        let (fresh, age) = (
            freshness.map { ", freshness: \($0)" } ?? "", freshness.map { ", maxAge: \($0)" } ?? ""
        )
        let sources = inventories.map { "  - {kind: jsonLines, files: [\($0)], badRows: \(badRows)\(fresh)}" }
        let lines = lists.map {
            "  - {name: \($0.name), of: \($0.of), file: \($0.file), category: \($0.name)\(age)}"
        }
        let job = """
            job: test
            inventories:
            \(sources.joined(separator: "\n"))
            lists:
            \(lines.joined(separator: "\n"))
            guard: {\(limits)}

            """
        let path = try folder.write(job, as: "job.yaml")
        return try Takedown(job: path, site: folder.path + "/site.yaml", environment: [:])
    }

    func plan(_ takedown: Takedown, stop: StopSignal = StopSignal()) async throws -> SealedPlan {
        try await plan(takedown, in: fixture.open(), stop: stop)
    }

    func plan(
        _ takedown: Takedown,
        in ledger: Ledger,
        stop: StopSignal = StopSignal()
    ) async throws -> SealedPlan {
        try await takedown.plan(in: ledger, by: LedgerFixture.person, stop: stop) { _ in }
    }

    /// Every item of a run.
    func items(of run: RunID) throws -> [ItemOverview] {
        try fixture.reader().look { snapshot in
            var items: [ItemOverview] = []
            try snapshot.forEachItem(of: run) { items.append($0) }
            return items
        }
    }
}
