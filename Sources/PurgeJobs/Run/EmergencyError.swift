/// An emergency that cannot be begun as it was typed; nothing was sent.
package enum EmergencyError: Error, Hashable, Sendable, CustomStringConvertible {
    case nothing
    case unreadable(String)
    case notText(String)
    /// Targets that are no ids or URLs, each with the reason.
    case malformed([String])
    /// URLs on hosts that the site file does not name (R13).
    case foreign(hosts: [String])
    /// A rehearsal, on a site that names no clip for it.
    case noCanary
    /// A rehearsal whose clip no store holds.
    case canaryIsGone(ClipID)

    package var description: String {
        switch self {
        case .nothing: "nothing is named; say --clip ID, --url URL or --list FILE"
        case .unreadable(let path): "the list \(VisibleText.of(path)) cannot be read; nothing was sent"
        case .notText(let path):
            "the list \(VisibleText.of(path)) is no UTF-8 text with an id or URL a line; nothing was sent"
        case .malformed(let targets):
            "cannot be used: \(targets.joined(separator: "; ")); nothing was sent, correct or leave them out"
        case .noCanary:
            "the site file names no canary; add `canary: ID`, a clip of your own that may be taken down and brought back"
        case .canaryIsGone(let clip):
            "no store holds anything of the canary \(clip); nothing was sent. Publish it, or bring it back: "
                + "`purge restore \(clip) --reason rehearsal --execute`"
        case .foreign(let hosts):
            "no family of the site has the host \(hosts.joined(separator: ", ")): a takedown goes to configured "
                + "hosts only; nothing was sent. Add the host to the site file, or leave the URL out"
        }
    }
}
