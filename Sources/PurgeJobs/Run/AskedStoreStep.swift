/// One step at a store that is asked over HTTP.
///
/// Before every effect the store is asked what it holds: what is gone, another object or done already is left alone, and an
/// attempt of which nobody knows what came is settled by it (R3). Then the effect is sent, once, under the step's key. What the
/// store promises is kept in the ledger and looked after until it says what became of it; no look at it is an effect.
struct AskedStoreStep: Sendable {
    let store: AskedStore
    let run: RunID
    let platform: Platform
    /// How long one request may take, waiting for its turn included.
    var deadline = NodeStep.deadline

    /// - Throws: only what must stop the whole run.
    func receipt(
        of claim: StepClaim,
        _ key: ObjectKey,
        _ evidence: ObjectEvidence
    ) async throws -> StepReceipt {
        if let operation = claim.operation { return try await follow(operation, claim, key, evidence) }
        let effect: StoreAbility
        switch claim.kind {
        case .disable: effect = .disable
        case .delete: effect = .delete
        case .restore: effect = .restore
        case .confirm: return try await confirmation(of: claim, key)
        case .preserve, .block, .revoke, .purge, .purgeTag, .unblock:
            return StoreReading(claim: claim).refusal("store \(store.name) is no place for that")
        }
        guard store.adapter.abilities.contains(effect) else {
            return StoreReading(claim: claim).refusal("store \(store.name) cannot \(effect.rawValue)")
        }

        switch try await look(claim, key) {
        case .nothing(let receipt): return receipt
        case .seen(let answer, let status):
            let reading = StoreReading(claim: claim, status: status)
            if let receipt = settled(answer, effect, evidence, reading) { return receipt }
            return try await send(effect, claim, key, evidence)
        }
    }

    // MARK: Looking

    private enum Look {
        case seen(LookupAnswer, status: Int)
        /// No answer: what the step comes to then.
        case nothing(StepReceipt)
    }

    private func confirmation(of claim: StepClaim, _ key: ObjectKey) async throws -> StepReceipt {
        switch try await look(claim, key) {
        case .nothing(let receipt): receipt
        case .seen(.there(let evidence), let status):
            StoreReading(claim: claim, status: status).confirmation(.present(evidence))
        case .seen(.hidden, let status), .seen(.gone, let status):
            StoreReading(claim: claim, status: status).confirmation(.absent)
        case .seen(.refused(let why), let status):
            StoreReading(claim: claim, status: status).refusal("\(store.name) \(why)")
        }
    }

    private func look(_ claim: StepClaim, _ key: ObjectKey) async throws -> Look {
        let response: HTTPResponse
        switch try await answer(to: claim, { try store.adapter.lookupRequest(for: key) }) {
        case .nothing(let receipt): return .nothing(receipt.withoutEffect)
        case .response(let answer): response = answer
        }
        let answer = store.adapter.lookupAnswer(to: response)
        guard case .refused(let why) = answer else { return .seen(answer, status: response.status) }

        return .nothing(reading(claim).refused(response, "\(store.name) \(why)").withoutEffect)
    }

    /// What the step comes to without being sent; nil where it is to be sent.
    private func settled(
        _ answer: LookupAnswer,
        _ effect: StoreAbility,
        _ evidence: ObjectEvidence,
        _ reading: StoreReading
    ) -> StepReceipt? {
        switch (answer, effect) {
        case (_, .preserve): return reading.refusal("\(store.name) has no place for it")
        case (.gone, _): return reading.receipt(.gone)
        case (.there(let there), _) where there.contradicts(evidence):
            return reading.receipt(.different(there))
        case (.hidden(let there?), .restore) where there.contradicts(evidence),
            (.hidden(let there?), .delete) where there.contradicts(evidence):
            return reading.receipt(.different(there))
        case (.there, .disable), (.hidden, .delete), (.hidden, .restore): return nil
        case (.hidden, .disable), (.there, .restore): return reading.receipt(.already)
        case (.there, .delete): return reading.refusal("it is still served and not hidden; disable it first")
        case (.refused(let why), _): return reading.refusal("\(store.name) \(why)")
        }
    }

    // MARK: Sending

    private func send(
        _ effect: StoreAbility,
        _ claim: StepClaim,
        _ key: ObjectKey,
        _ evidence: ObjectEvidence
    ) async throws -> StepReceipt {
        let response: HTTPResponse
        let sent = try await answer(to: claim) {
            try store.adapter.effectRequest(
                effect,
                on: [(key, evidence)],
                stepKey: claim.attempt?.key ?? []
            )
        }
        switch sent {
        case .nothing(let receipt): return receipt
        case .response(let answer): response = answer
        }
        let reading = StoreReading(claim: claim, status: response.status)
        switch store.adapter.effectAnswer(to: response, of: effect, for: key) {
        case .done: return reading.receipt(.done)
        case .already: return reading.receipt(.already)
        case .gone: return reading.receipt(.gone)
        case .pending(let url, let after):
            let promise = store.adapter.promise
            return claim.receipt(
                .accepted,
                response.status,
                "promised",
                .await(url: url, after: pause(after), within: promise.deadline)
            )
        case .refused(let why):
            return self.reading(claim).refused(response, "\(store.name) \(why)")
        }
    }

    private enum Answer {
        case response(HTTPResponse)
        case nothing(StepReceipt)
    }

    private func answer(
        to claim: StepClaim,
        _ makeRequest: () throws -> HTTPRequest
    ) async throws -> Answer {
        do {
            let request = try store.ready(makeRequest(), within: deadline)
            return .response(try await platform.pacer.send(request, by: platform.control))
        } catch let error as TransportError {
            return .nothing(try reading(claim).receipt(error))
        } catch {
            return .nothing(StoreReading(claim: claim).refusal("\(store.name): \(error)"))
        }
    }

    private func reading(_ claim: StepClaim) -> RequestReading {
        RequestReading(
            claim: claim,
            run: run,
            place: store.name,
            skipsRest: StoreReading(claim: claim).skipsRest
        )
    }

    private func pause(_ asked: Duration?) -> Duration {
        asked.map { RetryPolicy.pause($0, random: .system) } ?? store.adapter.promise.interval
    }
}

// What a store promised.
extension AskedStoreStep {
    /// Asks what became of a promise; a slow answer is no failure, and nothing is sent again while there is hope.
    private func follow(
        _ operation: PendingOperation,
        _ claim: StepClaim,
        _ key: ObjectKey,
        _ evidence: ObjectEvidence
    ) async throws -> StepReceipt {
        if !operation.isOverdue, let url = operation.url {
            switch try await answer(to: claim, { try store.adapter.pollRequest(at: url) }) {
            case .nothing(let receipt):
                return claim.receipt(receipt.outcome, receipt.status, receipt.detail, waiting(receipt, nil))
            case .response(let response):
                if let receipt = read(response, claim) { return receipt }
            }
        }
        switch try await look(claim, key) {
        case .nothing(let receipt):
            return operation.isOverdue
                ? receipt
                : claim.receipt(receipt.outcome, receipt.status, receipt.detail, waiting(receipt, nil))
        case .seen(let answer, let status):
            if isKept(answer, claim.kind, evidence) {
                return StoreReading(claim: claim, status: status).receipt(.done)
            }
            guard operation.isOverdue else {
                return claim.receipt(.accepted, status, nil, .postpone(for: pause(nil)))
            }

            let cause = "\(store.name) promised a \(claim.kind.rawValue) and has not done it in time"
            return claim.receipt(
                .unknown,
                status,
                cause,
                .setAside(cause: cause, skippingRest: StoreReading(claim: claim).skipsRest)
            )
        }
    }

    /// What the answer to a poll comes to; nil where the object itself has to tell.
    private func read(_ response: HTTPResponse, _ claim: StepClaim) -> StepReceipt? {
        let status = response.status
        switch store.adapter.pollAnswer(to: response) {
        case .done: return StoreReading(claim: claim, status: status).receipt(.done)
        case .pending:
            return claim.receipt(.accepted, status, nil, .postpone(for: pause(response.retryAfter)))
        case .failed(let why):
            let (policy, failures) = (RetryPolicy(), claim.failures + 1)
            let cause = "\(store.name) \(why)"
            let next: StepReceipt.Next =
                failures < policy.attempts
                ? .retry(after: policy.wait(afterFailure: failures, random: .system))
                : .setAside(cause: cause, skippingRest: StoreReading(claim: claim).skipsRest)
            return claim.receipt(.failed, status, cause, next)
        case .unclear:
            guard FailureDisposition(response, attempt: 1).map(\.isPassing) == true else { return nil }

            return claim.receipt(.unknown, status, nil, .postpone(for: pause(response.retryAfter)))
        }
    }

    /// The pause before the next look, when there was no answer to this one.
    private func waiting(_ receipt: StepReceipt, _ asked: Duration?) -> StepReceipt.Next {
        if case .handBack = receipt.next { .handBack } else { .postpone(for: pause(asked)) }
    }

    /// Whether the object is as the step wants it.
    private func isKept(_ answer: LookupAnswer, _ kind: StepKind, _ evidence: ObjectEvidence) -> Bool {
        switch (kind, answer) {
        case (.disable, .hidden), (.disable, .gone), (.delete, .gone): true
        case (.restore, .there(let there)): !there.contradicts(evidence)
        default: false
        }
    }
}

extension StepReceipt {
    /// The receipt of a step of which only the look before it was sent, so that it had no effect for certain.
    fileprivate var withoutEffect: Self {
        guard outcome == .unknown else { return self }

        var copy = Self(claim: claim, outcome: .failed, status: status, detail: detail, next: next)
        copy.isRefusal = isRefusal
        return copy
    }
}

extension FailureDisposition {
    fileprivate var isPassing: Bool {
        if case .retry = self { true } else { false }
    }
}
