internal import CCurl
internal import Synchronization

/// Runs transfers on the thread that it is made on, and never leaves it.
struct TransferLoop: ~Copyable {
    private let mailbox: Mailbox
    private let multi: MultiHandle
    private let settings: TransportSettings
    private let thawed = TransferLane.Thawed()
    private var lanes: [TransferLane.Key: TransferLane] = [:]
    private var running = 0
    private var nextSweep = ContinuousClock.now
    private var isStopped = false

    init(_ mailbox: Mailbox, _ settings: TransportSettings) {
        self.mailbox = mailbox
        self.settings = settings
        multi = mailbox.multi
    }

    /// Works until the client is gone and nothing runs: a client may go while its last request is under way.
    mutating func run() {
        var messages: [Mailbox.Message] = []
        while true {
            mailbox.take(into: &messages)
            for message in messages { handle(message) }
            multi.perform()
            while let (transfer, code) = multi.nextFinished() { finish(transfer, code) }
            while let lane = thawed.lanes.popLast() { fill(lane) }
            if isStopped, running == 0 { return }
            if running > 0 { sweep() }
            mailbox.wait(isBusy: running > 0)
        }
    }

    private mutating func handle(_ message: Mailbox.Message) {
        switch message {
        case .start(let job):
            enqueue(job)
        case .cancel(let call):
            guard let lane = lanes[Self.key(call.request)] else { return }
            if let transfer = lane.transfer(running: call) {
                multi.remove(transfer)
                transfer.cancel()
                finish(transfer, CURLE_ABORTED_BY_CALLBACK)
            } else {
                lane.withdraw(call)?.fail(.cancelled)
            }
        case .stop:
            isStopped = true
        }
    }

    private mutating func enqueue(_ job: TransferJob) {
        // Its cancellation may have overtaken it, and found nothing to withdraw.
        guard !job.call.isCancelled.load(ordering: .relaxed) else { return job.fail(.cancelled) }
        do {
            guard let lane = try lane(for: job.call.request) else { return job.fail(.unlisted) }
            lane.add(job)
            fill(lane)
        } catch {
            job.fail(.malformed(error))
        }
    }

    private mutating func finish(_ transfer: Transfer, _ code: CURLcode) {
        running -= 1
        let lane = transfer.lane
        lane.release(transfer, lostConnection: Self.connectionLosses.contains(code.rawValue))
        transfer.end(code)
        fill(lane)
    }

    /// Starts what the lane has waiting, as far as its limit goes.
    private mutating func fill(_ lane: TransferLane) {
        while let (transfer, job) = lane.next() {
            let time = job.call.request.deadline - .now
            guard time > .zero else {
                job.fail(.deadline)
                lane.release(transfer, lostConnection: false)
                continue
            }
            transfer.begin(job, within: time)
            running += 1
            multi.add(transfer)
        }
    }

    /// Ends requests whose deadline comes while they wait for a turn; only where something runs does one wait.
    private mutating func sweep() {
        let now = ContinuousClock.now
        guard now >= nextSweep else { return }
        nextSweep = now + .milliseconds(50)
        for lane in lanes.values where lane.isWaiting {
            for job in lane.withdrawExpired(at: now) { job.fail(.deadline) }
        }
    }

    /// After one of these a lane must not send a herd after the connection that it lost.
    private static let connectionLosses: Set = [
        CURLE_PARTIAL_FILE.rawValue, CURLE_GOT_NOTHING.rawValue, CURLE_SEND_ERROR.rawValue,
        CURLE_RECV_ERROR.rawValue, CURLE_HTTP2.rawValue,
    ]

    /// A lane is made only for what the policy lists, so that hostile links cannot make lanes.
    private mutating func lane(for request: HTTPRequest) throws(HTTPSyntaxError) -> TransferLane? {
        let key = Self.key(request)
        if let lane = lanes[key] { return lane }
        guard settings.policy.lists(request.origin) else { return nil }
        let lane = try TransferLane(key, settings, thawed)
        lanes[key] = lane
        return lane
    }

    private static func key(_ request: HTTPRequest) -> TransferLane.Key {
        TransferLane.Key(origin: request.origin, node: request.via)
    }
}
