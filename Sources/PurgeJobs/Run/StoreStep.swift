import Foundation

/// One step at a store: the effect or the look that a claim asks for, as a receipt.
struct StoreStep: Sendable {
    let store: any ClipStore
    /// The run that hides the object, or hid it.
    let run: RunID

    private static let policy = RetryPolicy()

    func receipt(of claim: StepClaim, _ key: ObjectKey, _ evidence: ObjectEvidence) async -> StepReceipt {
        do {
            switch claim.kind {
            case .disable:
                guard let store = store as? any ClipDisabling else { return refusal(claim, "cannot disable") }

                return read(try await store.disable(key, expecting: evidence, place: run.description), claim)
            case .delete:
                guard let store = store as? any ClipDeleting else { return refusal(claim, "cannot delete") }

                return read(try await store.delete(key, expecting: evidence, place: run.description), claim)
            case .restore:
                guard let store = store as? any ClipDisabling else { return refusal(claim, "cannot restore") }

                return read(try await store.restore(key, expecting: evidence, place: run.description), claim)
            case .confirm:
                return confirm(try await store.inspect(key), claim)
            case .preserve, .block, .revoke, .purge, .purgeTag, .unblock:
                return refusal(claim, "is no place for that")
            }
        } catch {
            return Self.failure(error, claim)
        }
    }

    private func read(_ outcome: StoreOutcome, _ claim: StepClaim) -> StepReceipt {
        switch outcome {
        case .done: claim.receipt(.done, nil, nil, .finish)
        case .already: claim.receipt(.already, nil, nil, .finish)
        case .gone where claim.kind == .restore:
            claim.receipt(
                .gone,
                nil,
                nil,
                .setAside(cause: "its object is neither hidden nor served any more", skippingRest: false)
            )
        case .gone: claim.receipt(.gone, nil, "nothing was there", .finish)
        case .different(let there):
            claim.receipt(
                .different,
                nil,
                "\(there)",
                .setAside(
                    cause: "another object stands in its place (\(there)), which was not touched",
                    skippingRest: claim.kind != .restore
                )
            )
        }
    }

    private func confirm(_ state: ObjectState, _ claim: StepClaim) -> StepReceipt {
        switch state {
        case .absent: claim.receipt(.done, nil, nil, .finish)
        case .present(let there):
            claim.receipt(
                .different,
                nil,
                "\(there)",
                .setAside(cause: "the store still holds an object there (\(there))", skippingRest: true)
            )
        }
    }

    /// A store that could not do it is asked again, a bounded number of times; then a person is (R12).
    static func failure(_ error: any Error, _ claim: StepClaim) -> StepReceipt {
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
        case .unusable: true
        case .escape: false
        case .system(_, let code): [EPERM, EACCES, EROFS].contains(code)
        }
    }

    private func refusal(_ claim: StepClaim, _ what: String) -> StepReceipt {
        let cause = "store \(store.name) \(what)"
        return claim.receipt(.failed, nil, cause, .setAside(cause: cause, skippingRest: true))
    }
}
