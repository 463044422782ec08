/// One origin's share of the loop: at most so many transfers at once, the rest waiting their turn.
///
/// It owns what its transfers point at. A lane is for one origin by one node, hence for one address policy,
/// and libcurl keeps its connections apart by the same three things.
///
/// Where HTTP/2 may be spoken, a cold lane sends one request alone, and the others as soon as that one has a
/// connection for them to share; after a lost connection it is cold again.
final class TransferLane {
    /// What tells lanes apart.
    struct Key: Hashable {
        let origin: HTTPOrigin
        let node: NodeAddress?
    }

    /// The lanes that can take more than they have been given, for the loop to see to.
    final class Thawed {
        var lanes: [TransferLane] = []
    }

    let origin: HTTPOrigin
    let settings: TransportSettings
    let hasNode: Bool
    /// Empty without a node; not optional, as Swift 6.3 cannot optimise the borrowing of an optional here.
    let connectTo: StringList
    private let exception: IPAddress?
    private let thawed: Thawed
    private var transfers: [Transfer] = []
    private var idle: [Transfer] = []
    private var waiting = WaitingLine<TransferJob>()
    private var isWarm: Bool

    /// Throws `.host` if the node's host is none: its text goes to libcurl in a list of its own grammar.
    init(_ key: Key, _ settings: TransportSettings, _ thawed: Thawed) throws(HTTPSyntaxError) {
        origin = key.origin
        self.settings = settings
        self.thawed = thawed
        exception = settings.policy.exception(for: key.origin, via: key.node)
        hasNode = key.node != nil
        connectTo = try Self.connectTo(key.node)
        isWarm = settings.version == .http1 || key.origin.scheme == .http
    }

    /// "For any host and port, connect to this one"; libcurl keeps a pointer to the list.
    private static func connectTo(_ node: NodeAddress?) throws(HTTPSyntaxError) -> StringList {
        var list = StringList()
        guard let node else { return list }
        list.append("::\(try HostName(node.host).authority):\(node.port)")
        return list
    }

    var isWaiting: Bool { !waiting.isEmpty }

    func add(_ job: TransferJob) { waiting.append(job) }

    /// Whether a connection to this address may be used for this lane.
    func allows(_ address: IPAddress) -> Bool { address == exception || address.isPublic }

    /// The next job and the transfer to run it, unless none waits or all are busy.
    func next() -> (Transfer, TransferJob)? {
        guard !waiting.isEmpty, isWarm || transfers.count == idle.count,
            let transfer = idle.popLast() ?? grown(), let job = waiting.popFirst()
        else { return nil }
        return (transfer, job)
    }

    /// Takes a job that still waits out of the lane.
    func withdraw(_ call: TransferCall) -> TransferJob? {
        waiting.removeAll { $0.call === call }.first
    }

    /// Takes out every job whose deadline has come.
    func withdrawExpired(at now: ContinuousClock.Instant) -> [TransferJob] {
        waiting.removeAll { $0.call.request.deadline <= now }
    }

    /// Cancelling is rare and a lane small: a search costs less than an index.
    func transfer(running call: TransferCall) -> Transfer? {
        transfers.first { $0.job?.call === call }
    }

    /// Called from within libcurl when a transfer has a connection.
    func warm() {
        guard !isWarm else { return }
        isWarm = true
        thawed.lanes.append(self)
    }

    /// Takes back a transfer.
    ///
    /// With no connection at all there is nothing to share, so the others need not wait for each other.
    func release(_ transfer: Transfer, lostConnection: Bool) {
        idle.append(transfer)
        isWarm = !lostConnection || settings.version == .http1 || origin.scheme == .http
    }

    private func grown() -> Transfer? {
        guard transfers.count < settings.concurrency else { return nil }
        let transfer = Transfer(lane: self)
        transfers.append(transfer)
        return transfer
    }
}
