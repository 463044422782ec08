/// Turns what came of one request into the receipt of its step: the one place that decides what is tried again.
struct RequestReading: Sendable {
    let claim: StepClaim
    let run: RunID
    /// Whom it was sent to, as a person knows them.
    let place: String
    /// Whether nothing more may be done to an item that is set aside for it.
    var skipsRest = false

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

    /// An answer that says no; `why` where more is known than its status.
    func refused(_ response: HTTPResponse, _ why: String? = nil) -> StepReceipt {
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
                    self.next(disposition, why ?? "\(place) answered \(status) to a \(claim.kind.rawValue)")
                }
                ?? .setAside(
                    cause: why ?? "\(place) answered \(status), which is no \(claim.kind.rawValue)",
                    skippingRest: skipsRest
                )
            return claim.receipt(.refused, status, why, next)
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
            return claim.receipt(outcome, error.status, "\(error)", next(disposition, "\(error)"))
        }
    }

    /// The place may refuse everybody, which its breaker will notice: no item is set aside for the first time.
    private func refusal(_ status: Int) -> StepReceipt {
        let (policy, failures) = (RetryPolicy(), claim.failures + 1)
        let cause = "\(place) answered \(status) to a \(claim.kind.rawValue)"
        let next: StepReceipt.Next =
            failures < policy.attempts
            ? .retry(after: policy.wait(afterFailure: failures, random: .system))
            : .setAside(cause: cause, skippingRest: skipsRest)
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

    private func next(_ disposition: FailureDisposition, _ cause: String) -> StepReceipt.Next {
        switch disposition {
        case .retry(let pause): .retry(after: pause)
        case .giveUp, .stopRun: .setAside(cause: cause, skippingRest: skipsRest)
        }
    }
}
