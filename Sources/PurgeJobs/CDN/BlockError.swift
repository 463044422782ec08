/// Why a link cannot stand on a deny list.
enum BlockError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is no URL that could be asked for.
    case syntax(HTTPSyntaxError)
    /// A deny list would refuse the front page of the host, with every query (R7).
    case frontPage
    /// Its path climbs above the root, or has a `%` without two digits or a zero byte: no server has it.
    case unservable

    var description: String {
        switch self {
        case .syntax(let error): "\(error)"
        case .frontPage: "the link is the host's front page, which is more than one clip"
        case .unservable: "the path leads above its root, or has a broken percent-encoding"
        }
    }
}
