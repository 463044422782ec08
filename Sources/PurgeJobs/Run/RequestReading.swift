/// Turns what came of one request into the receipt of its step: the one place that decides what is tried again.
struct RequestReading: Sendable {
    let claim: StepClaim
    let run: RunID
    /// Whom it was sent to, as a person knows them.
    let place: String

    /// What an answer comes to.
    func receipt(_ answer: PurgeAnswer, _ response: HTTPResponse) -> StepReceipt {
        let status = response.status
        return switch answer {
        case .purged: claim.receipt(.done, status, nil, .finish)
        case .notCached: claim.receipt(.gone, status, "not in the cache", .finish)
        case .accepted(let id): claim.receipt(.accepted, status, id, .finish)
        case .refused: refused(response)
        }
    }

    /// An answer that says no.
    func refused(_ response: HTTPResponse) -> StepReceipt {
        let status = response.status
        switch status {
        case 429, 503:
            // The place asks for time; no item is set aside for it, however long that takes.
            let wait = FailureDisposition.throttled(retryAfter: response.retryAfter, attempt: 1)
            return claim.receipt(.refused, status, nil, Self.postponed(wait))
        case 401, 403, 407:
            return refusal(status)
        default:
            let next =
                FailureDisposition(response, attempt: claim.failures + 1).map { disposition in
                    Self.next(disposition, "\(place) answered \(status) to a \(claim.kind.rawValue)")
                }
                ?? .setAside(
                    cause: "\(place) answered \(status), which is no \(claim.kind.rawValue)",
                    skippingRest: false
                )
            return claim.receipt(.refused, status, nil, next)
        }
    }

    /// No whole answer.
    ///
    /// - Throws: what must stop the whole run: a plan and a site that disagree.
    func receipt(_ error: TransportError) throws -> StepReceipt {
        let outcome: StepReceipt.Outcome = error.wasSent ? .unknown : .failed
        switch FailureDisposition(error, attempt: error.wasSent ? claim.failures + 1 : 1) {
        case .stopRun(.cancelled): return claim.handedBack(outcome, "cancelled")
        case .stopRun: throw PlanError.stale(run: run, why: "\(error)")
        case .retry where !error.wasSent, .giveUp(.untrusted) where !error.wasSent:
            // Nobody was there to be asked, or nobody to be trusted: no item is set aside for its place's trouble.
            return claim.receipt(outcome, nil, "\(error)", .postpone(for: Self.patience(with: claim)))
        case let disposition:
            return claim.receipt(outcome, error.status, "\(error)", Self.next(disposition, "\(error)"))
        }
    }

    /// The place may refuse everybody, which its breaker will notice: no item is set aside for the first time.
    private func refusal(_ status: Int) -> StepReceipt {
        let (policy, failures) = (RetryPolicy(), claim.failures + 1)
        let cause = "\(place) answered \(status) to a \(claim.kind.rawValue)"
        let next: StepReceipt.Next =
            failures < policy.attempts
            ? .retry(after: policy.wait(afterFailure: failures, random: .system))
            : .setAside(cause: cause, skippingRest: false)
        var receipt = claim.receipt(.refused, status, nil, next)
        receipt.isRefusal = true
        return receipt
    }

    /// How long to wait for a place that is down.
    static func patience(with claim: StepClaim) -> Duration {
        RetryPolicy().wait(afterFailure: claim.tries + 1, random: .system)
    }

    private static func postponed(_ disposition: FailureDisposition) -> StepReceipt.Next {
        if case .retry(let pause) = disposition {
            .postpone(for: pause)
        } else {
            .postpone(for: .seconds(60))
        }
    }

    private static func next(_ disposition: FailureDisposition, _ cause: String) -> StepReceipt.Next {
        switch disposition {
        case .retry(let pause): .retry(after: pause)
        case .giveUp, .stopRun: .setAside(cause: cause, skippingRest: false)
        }
    }
}
