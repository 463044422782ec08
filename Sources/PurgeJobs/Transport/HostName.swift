/// A host as a connection names it: a DNS name in lower case, or an address.
///
/// Numbers that only look like an address (`0x7f.1`, `2130706433`, `127.1`) are refused, because libcurl
/// and other readers of URLs disagree about which machine they mean.
struct HostName: Sendable {
    /// Without brackets.
    let text: String
    /// The address, if the host is one.
    let address: IPAddress?

    /// Takes a host without brackets; throws `.host` for anything else.
    init(_ text: String) throws(HTTPSyntaxError) {
        let lowered = text.lowercased()
        guard lowered.utf8.count <= 253, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { throw .host }
        self.text = lowered
        address = IPAddress(lowered)
        guard address != nil || Self.isName(lowered) else { throw .host }
    }

    /// As it stands in a URL or a Host field, an IPv6 address in brackets.
    var authority: String { text.utf8.contains(UInt8(ascii: ":")) ? "[\(text)]" : text }

    private static func isName(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let last = labels.last, !isNumber(last) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.allSatisfy(isNameByte)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }

    /// What a C resolver would take for a number, after WHATWG URL's "ends in a number checker".
    private static func isNumber(_ label: Substring.UTF8View) -> Bool {
        label.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } == true
            && (label.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                || label.starts(with: "0x".utf8))
    }
}

extension HostName: Hashable {
    static func == (left: Self, right: Self) -> Bool { left.text == right.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension HostName: CustomStringConvertible {
    var description: String { authority }
}
