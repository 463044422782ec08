/// A deny list that could not be put in place, or that a node was not told of.
enum DenyListError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A system call failed, with its name and errno.
    case system(call: String, code: Int32)
    case noCommand
    case commandNotStarted
    /// It ended with another status than 0, or had to be ended (-1).
    case commandFailed(status: Int32)

    var description: String {
        switch self {
        case .system(let call, let code): "the deny list cannot be written: \(call) failed with errno \(code)"
        case .noCommand: "there is no command that has the node read its deny list"
        case .commandNotStarted: "the command that has the node read its deny list cannot be started"
        case .commandFailed(let status):
            "the command that has the node read its deny list ended with \(status)"
        }
    }
}
