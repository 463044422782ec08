@testable import PurgeJobs

/// A store that is asked, driven as a run drives it until a step is over, for laws that hold for every kind.
struct AskedStoreDriver: ClipDisabling, ClipDeleting {
    let platform: Platform
    let name: String

    func inspect(_ key: ObjectKey) async throws(StoreError) -> ObjectState {
        guard let store = platform.view.stores[name] else { throw unusable("no store") }

        return try await store.inspect(key)
    }

    func disable(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        try await outcome(.disable, key, evidence)
    }

    func restore(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        try await outcome(.restore, key, evidence)
    }

    func delete(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        try await outcome(.delete, key, evidence)
    }

    /// One attempt at a step, whose idempotency key is made of what it is about.
    func receipt(
        _ kind: StepKind,
        _ key: ObjectKey,
        _ evidence: ObjectEvidence,
        failures: Int = 0,
        operation: PendingOperation? = nil,
        within deadline: Duration = .seconds(60)
    ) async throws -> StepReceipt {
        var writer = CanonicalWriter()
        writer.add(kind.rawValue.utf8)
        writer.add(key.bytes)
        writer.add(evidence.identity.utf8)
        let attempt = (number: Int64(1), key: Array(writer.digest.bytes.prefix(16)))
        let claim = StepClaim(
            step: 1,
            item: 1,
            kind: kind,
            pass: 1,
            tries: failures,
            failures: failures,
            target: .object(store: name, key: key, evidence: evidence, hiddenBy: nil),
            attempt: kind.isEffect && operation == nil ? attempt : nil,
            operation: operation
        )
        guard let store = platform.askedStore(name) else { throw unusable("no store") }

        var step = AskedStoreStep(store: store, run: RunID(stored: 1), platform: platform)
        step.deadline = deadline
        return try await step.receipt(of: claim, key, evidence)
    }

    private func outcome(
        _ kind: StepKind,
        _ key: ObjectKey,
        _ evidence: ObjectEvidence
    ) async throws(StoreError) -> StoreOutcome {
        let answer: StepReceipt
        do {
            answer = try await receipt(kind, key, evidence)
        } catch {
            throw unusable("\(error)")
        }
        switch answer.outcome {
        case .done: return .done
        case .already: return .already
        case .gone: return .gone
        case .different:
            if case .present(let there) = try await inspect(key) { return .different(there) }
            return .different(ObjectEvidence(identity: answer.detail ?? "", size: nil))
        case .accepted, .refused, .failed, .unknown:
            throw unusable("\(answer.outcome): \(answer.detail ?? "no detail")")
        }
    }

    private func unusable(_ why: String) -> StoreError {
        StoreError(store: name, object: "", cause: .unusable(why))
    }
}
