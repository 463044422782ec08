/// Why a look at some URLs could not begin; nothing was sent.
package enum ProbeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The URL that is to prove that others are dark cannot.
    case badControl(number: Int, why: String)

    package var description: String {
        switch self {
        case .badControl(let number, let why): "control \(number) cannot be one: \(why)"
        }
    }
}
