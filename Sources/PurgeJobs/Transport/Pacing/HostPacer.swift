/// Keeps each host, at each node, to its own pace.
///
/// A permit is asked for before a request and reports the answer after it. 429 and 503 pause that host
/// alone: as long as Retry-After says (seconds or date, capped at an hour, never shortened), else for a
/// doubling, jittered time. What is known of a host is lost with the process; the ledger's due times are not.
///
/// It is a lock and not an actor: the way through, where nothing limits, costs one lock and one look-up.
final class HostPacer: Sendable {
    private let limits: [PacingKey: PacingLimits]
    private let others: PacingLimits
    private let rules: PauseRules
    private let clock: PacingClock
    private let gate: SendingGate
    private let state = Lock(HostPaces())

    /// Limits for a host apply to each of its nodes that has none of its own.
    init(
        _ limits: [PacingKey: PacingLimits] = [:],
        others: PacingLimits = .unlimited,
        rules: PauseRules = PauseRules(),
        clock: PacingClock = .system,
        gate: SendingGate = SendingGate()
    ) {
        self.limits = limits
        self.gate = gate
        self.others = others
        self.rules = rules
        self.clock = clock
    }

    /// Sends a request in its turn, and learns from the answer.
    ///
    /// Throws what the client throws; `.paused` if the host asked for a longer pause than the request can wait
    /// for, `.deadline` if its turn would come too late, `.cancelled` if the gate is shut, with nothing sent in any
    /// of these cases.
    func send(_ request: HTTPRequest, by client: HTTPClient) async throws(TransportError) -> HTTPResponse {
        let request = try await gate.pass(request)
        let permit = try await turn(for: request)
        try gate.refuseIfShut(request.origin.host)
        let response = try await client.send(request)
        permit.finish(response)
        return response
    }

    /// Waits for the next turn at a host.
    ///
    /// Throws at once when the pause or the rate puts the turn past the deadline, at the deadline when the host
    /// stays busy, and at once when the task is cancelled. A turn that is not used is lost, not passed on.
    func permit(
        for key: PacingKey,
        deadline: ContinuousClock.Instant
    ) async throws(PacingRefusal) -> PacingPermit {
        var hasPlace = false
        while true {
            switch admit(key, hasPlace: hasPlace, deadline) {
            case .go(let epoch):
                return PacingPermit(self, key, epoch: epoch)
            case .wait(let turn, let epoch):
                hasPlace = true
                try await rest(until: turn, key)
                if state.withLock({ $0[key]?.epoch == epoch }) {
                    return PacingPermit(self, key, epoch: epoch)
                }
            case .full:
                try await waitForPlace(key, deadline)
                hasPlace = true
            case .refused(let refusal):
                if hasPlace { leave(key) }
                throw refusal
            }
        }
    }

    /// The hosts that asked to be left alone, and for how long still.
    var pauses: [(key: PacingKey, time: Duration)] {
        let now = clock.now()
        return state.withLock { $0.pauses(at: now) }
    }

    private func admit(
        _ key: PacingKey,
        hasPlace: Bool,
        _ deadline: ContinuousClock.Instant
    ) -> HostPaces.Admission {
        if Task.isCancelled { return .refused(.cancelled) }
        let now = clock.now()
        return state.withLock { state in
            state.admit(key, hasPlace: hasPlace, now: now, deadline: deadline, limits: limits(for: key))
        }
    }

    private func limits(for key: PacingKey) -> PacingLimits {
        limits[key] ?? limits[PacingKey(key.host)] ?? others
    }

    private func turn(for request: HTTPRequest) async throws(TransportError) -> PacingPermit {
        do {
            return try await permit(for: PacingKey(request), deadline: request.deadline)
        } catch {
            let host = request.origin.host.text
            switch error {
            case .cancelled: throw TransportError(.cancelled, host: host)
            case .tooLate(.zero): throw TransportError(.deadline, host: host)
            case .tooLate(let time): throw TransportError(.paused(time), host: host)
            }
        }
    }

    private func rest(
        until turn: ContinuousClock.Instant,
        _ key: PacingKey
    ) async throws(PacingRefusal) {
        do {
            try await clock.sleep(turn)
        } catch {
            leave(key)
            throw .cancelled
        }
    }

    // MARK: Waiting for a busy host

    private func waitForPlace(
        _ key: PacingKey,
        _ deadline: ContinuousClock.Instant
    ) async throws(PacingRefusal) {
        let id = state.withLock { $0.newID() }
        async let _: Void = expire(id, key, deadline)
        let refusal = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                switch standInLine(id, key, deadline, continuation) {
                case .inLine: return
                case .granted: continuation.resume(returning: nil)
                case .refused(let refusal): continuation.resume(returning: refusal)
                }
            }
        } onCancel: {
            dismiss(id, key, .cancelled)
        }
        if let refusal { throw refusal }
    }

    /// A cancellation or expiry that came before the waiter stood in line found nobody to dismiss.
    private func standInLine(
        _ id: Int,
        _ key: PacingKey,
        _ deadline: ContinuousClock.Instant,
        _ continuation: CheckedContinuation<PacingRefusal?, Never>
    ) -> Place {
        state.withLock { state in
            if Task.isCancelled { return .refused(.cancelled) }
            if clock.now() >= deadline { return .refused(.tooLate(.zero)) }
            let waiter = HostPace.Waiter(id: id, continuation: continuation)
            return state[key]?.enter(orWait: waiter) == false ? .inLine : .granted
        }
    }

    private enum Place {
        case granted
        case inLine
        case refused(PacingRefusal)
    }

    private func expire(_ id: Int, _ key: PacingKey, _ deadline: ContinuousClock.Instant) async {
        // A sleep cut short by cancellation means that the wait is over.
        guard (try? await clock.sleep(deadline)) != nil else { return }
        dismiss(id, key, .tooLate(.zero))
    }

    private func dismiss(_ id: Int, _ key: PacingKey, _ refusal: PacingRefusal) {
        state.withLock { $0[key]?.withdraw(id) }?.continuation.resume(returning: refusal)
    }

    // MARK: What a permit reports

    /// Gives back a place.
    func leave(_ key: PacingKey) {
        state.withLock { $0[key]?.leave() }?.continuation.resume(returning: nil)
    }

    /// Learns from the answer to a request that was let go in that epoch.
    func learn(_ response: HTTPResponse, _ key: PacingKey, epoch: Int) {
        guard response.status == 429 || response.status == 503 else {
            return state.withLock { $0[key]?.succeed(permitEpoch: epoch) }
        }
        let asked = response.retryAfter
        let now = clock.now()
        state.withLock { $0[key]?.pause(asked: asked, permitEpoch: epoch, now: now, rules) }
    }
}
