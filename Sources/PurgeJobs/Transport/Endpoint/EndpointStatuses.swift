/// Which statuses of an endpoint, one that revokes or one that purges, mean what; every other is a refusal.
struct EndpointStatuses: Hashable, Sendable {
    enum Meaning: Hashable, Sendable {
        case done
        case already
        case pending
        case refused
    }

    /// Of an endpoint that revokes.
    static let standard = Self(done: [200, 204], already: [404, 410], pending: [202])

    let done: Set<Int>
    /// There is nothing to do, or no longer.
    let already: Set<Int>
    /// Accepted, and not yet done.
    let pending: Set<Int>

    /// Whether a status can say that something was, or will be, done: a success that is not of many parts.
    static func maySucceed(_ status: Int) -> Bool { (200...299).contains(status) && status != 207 }

    /// Whether a status can say that nothing is left to do.
    ///
    /// Not those that speak of who asks, how and how often (400, 401, 403, 429 …): a wrong credential has no effect.
    static func mayBeAlready(_ status: Int) -> Bool {
        maySucceed(status) || [404, 409, 410, 412, 422].contains(status)
    }

    /// Whether a status can say that an object is refused to everybody, or held by nobody.
    ///
    /// Not 403, which speaks of who asks: a wrong credential would make everything look hidden.
    static func mayBeAway(_ status: Int) -> Bool { mayBeAlready(status) || status == 451 }

    func meaning(of status: Int) -> Meaning {
        if done.contains(status), Self.maySucceed(status) { return .done }
        if already.contains(status), Self.mayBeAlready(status) { return .already }
        if pending.contains(status), Self.maySucceed(status) { return .pending }
        return .refused
    }
}
