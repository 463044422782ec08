/// Who gave a command, from where, with which Purge, and why: part of every event.
package struct Operator: Hashable, Sendable {
    package let user: String
    package let host: String
    package let version: String
    package let reason: String

    package init(user: String, host: String, version: String, reason: String) {
        self.user = user
        self.host = host
        self.version = version
        self.reason = reason
    }
}

extension Operator {
    /// As events carry it.
    var fields: [String: String] { ["user": user, "host": host, "version": version, "reason": reason] }
}
