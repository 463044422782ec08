/// Where a step stands.
///
/// There is no state called "sent": after a crash nobody can know (R3).
package enum StepState: String, CaseIterable, Sendable {
    /// An earlier stage of the item is still open.
    case waiting
    /// May be taken at its due time.
    case ready
    /// An intent is durable and no receipt is: after a crash this means *unknown*.
    case intent
    /// A receipt says that it was done, or that there was nothing to do.
    case done
    /// Tried as often as allowed; the item is set aside with the cause.
    case failed
    /// Will not be done: the item was set aside, exempted, or its object was gone.
    case skipped

    /// The states that may follow.
    package var successors: Set<StepState> {
        switch self {
        // ready: the stage before has ended; skipped: the item left the run.
        case .waiting: [.ready, .skipped]
        // intent: taken by a worker; done: a read-only step was answered; failed: likewise;
        // waiting: held back by a later stage's pass; skipped: exempted at the last moment.
        case .ready: [.intent, .done, .failed, .skipped]
        // done, failed, skipped: by the receipt; ready: to be tried again.
        case .intent: [.done, .failed, .skipped, .ready]
        // ready: the next pass of a purge or a block; a purge that was given up is taken up again while its link is lit.
        case .done, .failed: [.ready]
        // A hold that comes later has the bytes preserved.
        case .skipped: [.ready]
        }
    }
}
