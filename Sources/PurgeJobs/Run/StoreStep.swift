import Foundation

/// One step at a store: the effect or the look that a claim asks for, as a receipt.
struct StoreStep: Sendable {
    let store: any ClipStore
    /// The run that hides the object, or hid it.
    let run: RunID

    private static let policy = RetryPolicy()

    func receipt(of claim: StepClaim, _ key: ObjectKey, _ evidence: ObjectEvidence) async -> StepReceipt {
        let reading = StoreReading(claim: claim)
        do {
            switch claim.kind {
            case .disable:
                guard let store = store as? any ClipDisabling else {
                    return reading.refusal("store \(store.name) " + "cannot disable")
                }

                let outcome = try await store.disable(key, expecting: evidence, place: run.description)
                return reading.receipt(outcome)
            case .delete:
                guard let store = store as? any ClipDeleting else {
                    return reading.refusal("store \(store.name) " + "cannot delete")
                }

                let outcome = try await store.delete(key, expecting: evidence, place: run.description)
                return reading.receipt(outcome)
            case .restore:
                guard let store = store as? any ClipDisabling else {
                    return reading.refusal("store \(store.name) " + "cannot restore")
                }

                let outcome = try await store.restore(key, expecting: evidence, place: run.description)
                return reading.receipt(outcome)
            case .confirm:
                return reading.confirmation(try await store.inspect(key))
            case .preserve, .block, .revoke, .purge, .purgeTag, .unblock:
                return reading.refusal("store \(store.name) " + "is no place for that")
            }
        } catch {
            return Self.failure(error, claim)
        }
    }

    /// A store that could not do it is asked again, a bounded number of times; then a person is (R12).
    static func failure(_ error: any Error, _ claim: StepClaim) -> StepReceipt {
        if let error = error as? StoreError, case .busy = error.cause {
            // Others hold it: no item is set aside for that, however long it takes.
            let pause = RequestReading.patience(with: claim)
            return claim.receipt(.failed, nil, "\(error)", .postpone(for: pause))
        }
        let failures = claim.failures + 1
        let next: StepReceipt.Next =
            failures < Self.policy.attempts
            ? .retry(after: Self.policy.wait(afterFailure: failures, random: .system))
            : .setAside(cause: "\(error)", skippingRest: ![.restore, .preserve].contains(claim.kind))
        var receipt = claim.receipt(.unknown, nil, "\(error)", next)
        receipt.isRefusal = Self.isRefusal(error)
        return receipt
    }

    /// Whether the store would refuse any other object as well.
    private static func isRefusal(_ error: any Error) -> Bool {
        guard let error = error as? StoreError else { return false }

        return switch error.cause {
        case .unusable, .unanswered: true
        case .escape, .busy, .unaskable: false
        case .system(_, let code): [EPERM, EACCES, EROFS].contains(code)
        }
    }
}
