/// Turns what came of an effect, or of a look, at a store into the receipt of its step.
struct StoreReading: Sendable {
    let claim: StepClaim
    /// The status of the answer, where the store is asked over HTTP.
    var status: Int?

    func receipt(_ outcome: StoreOutcome) -> StepReceipt {
        switch outcome {
        case .done: claim.receipt(.done, status, nil, .finish)
        case .already: claim.receipt(.already, status, nil, .finish)
        case .gone where claim.kind == .restore:
            claim.receipt(
                .gone,
                status,
                nil,
                .setAside(cause: "its object is neither hidden nor served any more", skippingRest: false)
            )
        case .gone: claim.receipt(.gone, status, "nothing was there", .finish)
        case .different(let there):
            claim.receipt(
                .different,
                status,
                "\(there)",
                .setAside(
                    cause: "another object stands in its place (\(there)), which was not touched",
                    skippingRest: skipsRest
                )
            )
        }
    }

    /// What a look says to "is it out of reach?".
    func confirmation(_ state: ObjectState) -> StepReceipt {
        switch state {
        case .absent: claim.receipt(.done, status, nil, .finish)
        case .present(let there):
            claim.receipt(
                .different,
                status,
                "\(there)",
                .setAside(cause: "the store still holds an object there (\(there))", skippingRest: true)
            )
        }
    }

    /// What cannot be done at this store, however often it is tried.
    func refusal(_ cause: String) -> StepReceipt {
        claim.receipt(.failed, status, cause, .setAside(cause: cause, skippingRest: skipsRest))
    }

    /// Nothing more is done to an item whose object stays: a purge would be refilled from it.
    var skipsRest: Bool { claim.kind != .restore }
}
