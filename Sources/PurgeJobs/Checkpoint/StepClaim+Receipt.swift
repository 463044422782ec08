extension StepClaim {
    /// What came of it.
    func receipt(
        _ outcome: StepReceipt.Outcome,
        _ status: Int?,
        _ detail: String?,
        _ next: StepReceipt.Next
    ) -> StepReceipt {
        StepReceipt(claim: self, outcome: outcome, status: status, detail: detail, next: next)
    }

    /// Given back without counting as a failure: the run is stopping.
    func handedBack(_ outcome: StepReceipt.Outcome, _ why: String) -> StepReceipt {
        receipt(outcome, nil, why, .handBack)
    }
}
