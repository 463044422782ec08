/// One step at a preservation place: bytes that a hold wants kept are put aside.
struct PreserveStep: Sendable {
    let store: StoreSettings
    /// The run that hid the object.
    let run: RunID

    func receipt(of claim: StepClaim, _ key: ObjectKey, _ evidence: ObjectEvidence) async -> StepReceipt {
        do {
            // Opened anew: a place that was away keeps its steps due, and nobody else's.
            guard let place = try store.kind.makePreservation(name: store.name) else {
                return StoreReading(claim: claim).refusal("store \(store.name) has no preservation place")
            }

            return read(try await place.preserve(key, expecting: evidence, place: run.description), claim)
        } catch {
            return StoreStep.failure(error, claim)
        }
    }

    private func read(_ outcome: PreserveOutcome, _ claim: StepClaim) -> StepReceipt {
        switch outcome {
        case .done(let bytes): kept(bytes, claim.receipt(.done, nil, "\(bytes)", .finish))
        case .already(let bytes): kept(bytes, claim.receipt(.already, nil, "\(bytes)", .finish))
        case .gone:
            claim.receipt(
                .gone,
                nil,
                "nothing was hidden there",
                .setAside(
                    cause: "it is held, and its hidden object is not there any more",
                    skippingRest: false
                )
            )
        case .different(let there):
            claim.receipt(
                .different,
                nil,
                "\(there)",
                .setAside(
                    cause:
                        "it is held, and another object is hidden in its place (\(there)), which was not touched",
                    skippingRest: false
                )
            )
        }
    }

    private func kept(_ bytes: PreservedBytes, _ receipt: StepReceipt) -> StepReceipt {
        var receipt = receipt
        receipt.preserved = bytes
        return receipt
    }
}
