/// A Content-Range in bytes: where a part begins, and how long the whole is (RFC 9110 section 14.4).
struct ContentRange: Hashable, Sendable {
    /// Nil in the answer to a range that could not be satisfied.
    let first: Int64?
    /// Nil where the server does not know it.
    let whole: Int64?

    /// Reads `bytes 0-99/1000`, `bytes 0-99/*` and `bytes */1000`; nil for anything else.
    init?(_ value: some Collection<UInt8>) {
        let unit = "bytes ".utf8
        guard value.starts(with: unit) else { return nil }

        let parts = value.dropFirst(unit.count).split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        guard parts.count == 2 else { return nil }

        let isUnknown = parts[1].elementsEqual("*".utf8)
        whole = Self.number(parts[1])
        guard isUnknown || whole != nil else { return nil }

        if parts[0].elementsEqual("*".utf8) {
            first = nil
            return
        }
        guard let dash = parts[0].firstIndex(of: UInt8(ascii: "-")),
            let begin = Self.number(parts[0][..<dash]),
            let end = Self.number(parts[0][parts[0].index(after: dash)...]), begin <= end
        else { return nil }

        first = begin
    }

    private static func number(_ digits: some Collection<UInt8>) -> Int64? {
        guard (1...18).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }

        return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }
}
