import Foundation

/// A site and a job of two clips in a folder, of which the job names one; nobody serves them.
struct SmallPlatform {
    let site: String
    let job: String
    let state: String

    init(in scratch: ScratchFolder, guardedItems: Int = 1) throws {
        for folder in ["www", "quarantine"] {
            try FileManager.default.createDirectory(
                atPath: scratch.path + "/\(folder)",
                withIntermediateDirectories: false
            )
        }
        try scratch.write("{\"id\": \"Clip1\"}\n{\"id\": \"Clip2\"}\n", as: "clips.jsonl")
        state = scratch.path + "/state"
        site = try scratch.write(
            """
            site: small
            families: {page: {hosts: [clips.test], path: "/c/{id}", object: "media:{id}"}}
            stores: {media: {kind: fileTree, root: www, quarantine: quarantine}}
            origins: {origin: {address: "127.0.0.1:9"}}
            """,
            as: "site.yaml"
        )
        job = try scratch.write(
            """
            job: small
            inventories: [{kind: jsonLines, files: [clips.jsonl], fields: {id: id}}]
            lists: [{name: some, of: clipIDs, entries: [Clip1], category: test}]
            guard: {items: \(guardedItems), share: 100%}
            """,
            as: "job.yaml"
        )
    }
}
