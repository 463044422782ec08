/// What the lines of a list are.
package enum ListKind: String, CaseIterable, Sendable {
    case clipIDs
    case urls
    case md5
    case sha1
    case sha256
    /// Ids and URLs; only URLs have slashes.
    case targets

    /// Whether its entries name clips of this platform; hashes come from everywhere.
    var namesClips: Bool { MediaHash.Algorithm(rawValue: rawValue) == nil }

    /// Reads one line without its ends; what cannot be an entry of the kind becomes a malformed one with a reason.
    func value(of line: [UInt8], forms: ClipURLForms) -> ListEntry.Value {
        if let reason = ListEntryCheck.flawOfSelector(line) { return .malformed(line, reason: reason) }

        return switch self {
        case .clipIDs: ListEntryCheck.clipID(line)
        case .urls: forms.value(of: line)
        case .md5: ListEntryCheck.hash(line, .md5)
        case .sha1: ListEntryCheck.hash(line, .sha1)
        case .sha256: ListEntryCheck.hash(line, .sha256)
        case .targets:
            line.contains(UInt8(ascii: "/"))
                ? forms.target(of: line) : ListEntryCheck.clipID(line)
        }
    }
}
