import PurgeJobs

/// One preserved object as the commands show it: by its digest, which names no place of the platform.
struct PreservedLine: Encodable {
    static let columns = ["clip", "run", "store", "sha256", "bytes", "way", "since", "now"]

    let clip: String
    let run: String
    let store: String
    let sha256: String
    let size: Int64
    let way: String
    let since: String
    let finding: String
    let ended: String?

    init(_ object: PreservedObject, finding: String? = nil) {
        clip = object.clip.description
        run = object.run.description
        store = object.store
        sha256 = object.bytes.digest.description
        size = object.bytes.size
        way = object.bytes.way.rawValue
        since = object.preservedAt.description
        self.finding = finding ?? object.ending?.rawValue ?? "kept"
        ended = object.endedAt?.description
    }

    var cells: [String] { [clip, run, store, sha256, "\(size)", way, since, finding] }
}
