/// Why a notice cannot be made into a message; no secret is in it.
enum NoticeFlaw: Error, Sendable, CustomStringConvertible {
    /// The secret URL is none, or leads elsewhere than the site file says (R13).
    case foreignURL(host: String)
    case noSecret
    case badKey

    var description: String {
        switch self {
        case .foreignURL(let host):
            "the URL in the credential is no https URL of \(host), which the site file names"
        case .noSecret: "its secret is not there"
        case .badKey: "the part of its secret after 'whsec_' is no base64"
        }
    }
}
