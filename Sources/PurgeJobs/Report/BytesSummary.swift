/// How many clips have their bytes where, and until when that can be undone, as every report has it.
struct BytesSummary: Encodable {
    static let columns = ["bytes", "clips", "on hold", "restorable"]

    let bytes: String
    let clips: Int
    let onHold: Int
    /// Of these: those that are to be destroyed.
    let toBeDestroyed: Int
    let destroyedFrom: String?
    let destroyedUntil: String?

    private let words: String

    private enum CodingKeys: CodingKey {
        case bytes, clips, onHold, toBeDestroyed, destroyedFrom, destroyedUntil
    }

    /// Of a run that has begun; a plan has done nothing to any bytes.
    static func all(of run: RunOverview, in snapshot: LedgerSnapshot) throws -> [Self] {
        guard run.startedAt != nil, run.purpose == .takedown else { return [] }

        return try snapshot.bytes(of: run.id, at: WallClock.now()).map(Self.init)
    }

    private init(_ overview: BytesOverview) {
        bytes = overview.bytes.rawValue
        clips = overview.clips
        onHold = overview.held
        toBeDestroyed = overview.doomed
        destroyedFrom = overview.deletion?.lowerBound.description
        destroyedUntil = overview.deletion?.upperBound.description
        words = Self.words(overview)
    }

    var cells: [String] { [bytes, "\(clips)", "\(onHold)", words] }

    private static func words(_ overview: BytesOverview) -> String {
        switch overview.bytes {
        case .present: "not hidden"
        case .erased: "no"
        case .preserved: "once they are released: purge preserved"
        case .hidden: hidden(overview)
        }
    }

    private static func hidden(_ overview: BytesOverview) -> String {
        guard overview.doomed > 0 else { return "yes: purge restore" }

        let part = overview.doomed < overview.clips ? ", \(overview.doomed) of them" : ""
        guard let deletion = overview.deletion else {
            return "until they are destroyed, some time after they are dark\(part)"
        }

        return deletion.lowerBound == deletion.upperBound
            ? "until \(deletion.lowerBound)\(part)"
            : "the first until \(deletion.lowerBound), the last until \(deletion.upperBound)\(part)"
    }
}
