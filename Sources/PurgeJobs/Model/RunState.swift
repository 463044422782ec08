/// Where a run's plan stands.
///
/// Each arrow says when it is taken.
package enum RunState: String, CaseIterable, Sendable {
    /// Inventories are being walked; nothing can be sent.
    case walking
    /// The plan is complete, digested and guarded; nothing has been sent.
    case sealed
    /// The first intent may have been written; the plan can only shrink.
    case applying
    /// Nothing is due but tombstones.
    case closed
    /// A person ended it; what was done stays done and is reported.
    case cancelled
    /// Given up before it was sealed, because job, site, lists or sources changed: nothing was sent.
    case discarded

    /// The states that may follow.
    package var successors: Set<RunState> {
        switch self {
        // sealed: every source ended and the guards were computed; discarded: its inputs changed.
        case .walking: [.sealed, .discarded, .cancelled]
        // applying: `apply` or `run --execute` began; discarded: stale, superseded by a new plan.
        case .sealed: [.applying, .discarded, .cancelled]
        // closed: all is dark and nothing is due; cancelled: a person said so.
        case .applying: [.closed, .cancelled]
        // applying: a link that was dark is lit again, and its own run takes it down again.
        case .closed: [.applying]
        case .cancelled, .discarded: []
        }
    }
}
