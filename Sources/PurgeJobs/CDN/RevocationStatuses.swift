/// Which statuses of an endpoint mean what; every other is a refusal.
struct RevocationStatuses: Hashable, Sendable {
    static let standard = Self(done: [200, 204], already: [404, 410], pending: [202])

    let done: Set<Int>
    /// Nothing to revoke, or no longer.
    let already: Set<Int>
    /// Accepted, and not yet done.
    let pending: Set<Int>

    /// Whether a status can say that something was, or will be, revoked: a success that is not of many parts.
    static func maySucceed(_ status: Int) -> Bool { (200...299).contains(status) && status != 207 }

    /// Whether a status can say that nothing is left to revoke.
    ///
    /// Not those that speak of who asks, how and how often (400, 401, 403, 429 …): a wrong credential is no revocation.
    static func mayBeAlready(_ status: Int) -> Bool {
        maySucceed(status) || [404, 409, 410, 412, 422].contains(status)
    }

    func answer(to status: Int) -> RevocationAnswer {
        if done.contains(status), Self.maySucceed(status) { return .revoked }
        if already.contains(status), Self.mayBeAlready(status) { return .already }
        if pending.contains(status), Self.maySucceed(status) { return .accepted(id: nil) }
        return .refused
    }
}
