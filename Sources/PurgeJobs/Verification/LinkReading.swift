private import Crypto

/// Reads the answers to the ranges of one link, from its start on (R5, R6).
///
/// A redirect or a success counts as dark only where the family's rules declare exactly that. A placeholder that the
/// start showed is known again in the later ranges, which may lie beyond its end.
struct LinkReading: Sendable {
    private let rules: DarkRules
    private let clip: ClipID?
    /// How long the clip's own object was, where a store said so.
    private let size: Int64?
    private var standIn: Representation?

    init(_ rules: DarkRules, clip: ClipID?, size: Int64?) {
        self.rules = rules
        self.clip = clip
        self.size = size
    }

    /// What the rules need of a body: nothing, save for a digest of its start.
    var body: BodyPolicy {
        let hasDigest = rules.placeholders.contains { if case .digest = $0 { true } else { false } }
        return hasDigest
            ? .head(of: Placeholder.digestLength, limit: BodyPolicy.drain.limit) : BodyPolicy.drain
    }

    /// The verdict on the next answer.
    mutating func verdict(of response: HTTPResponse) -> LinkVerdict {
        if BlockMark.isOn(status: response.status, value: response.header.first(BlockMark.field)) {
            return .dark(.blocked)
        }
        let verdict = ProbeVerdict.of(status: response.status, darkStatuses: rules.statuses)
        switch verdict {
        case .unknown(.redirected): return isDeclared(response) ? .dark(.gone) : verdict
        case .lit: return isStandIn(response) ? .dark(.gone) : verdict
        default: return verdict
        }
    }

    private func isDeclared(_ response: HTTPResponse) -> Bool {
        let locations = response.header.values(of: "location")
        guard let clip, let location = locations.first, locations.count == 1 else { return false }

        return rules.names(location, of: clip)
    }

    private mutating func isStandIn(_ response: HTTPResponse) -> Bool {
        let seen = Representation(response)
        switch response.status {
        case 200, 206:
            if let standIn, standIn.isWhole(of: seen) { return true }
            guard rules.placeholders.contains(where: { fits($0, response, seen) }) else { return false }

            standIn = seen
            return true
        case 416:
            return standIn?.isWhole(of: seen) ?? false
        default:
            return false
        }
    }

    private func fits(_ placeholder: Placeholder, _ response: HTTPResponse, _ seen: Representation) -> Bool {
        switch placeholder {
        case .tag(let tag): seen.tag == tag
        // A clip as long as the placeholder looks like it: then its length proves nothing.
        case .size(let length, let type): seen.length == length && seen.type == type && size != length
        case .digest(let digest):
            seen.isFromStart && digest == Digest(stored: Array(SHA256.hash(data: response.body)))
        }
    }
}
