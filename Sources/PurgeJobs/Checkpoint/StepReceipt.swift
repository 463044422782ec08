/// What came of a claimed step.
struct StepReceipt: Sendable {
    enum Outcome: String, Sendable {
        /// Done now, and known to be.
        case done
        /// It was as asked before.
        case already
        /// Nothing was there.
        case gone
        /// Something else was there than the plan saw; nothing was touched.
        case different
        /// A promise, no proof.
        case accepted
        /// An answer that says no.
        case refused
        /// No effect, and it is known that there was none.
        case failed
        /// Nobody can tell whether there was an effect.
        case unknown
    }

    enum Next: Sendable {
        /// The step is over.
        case finish
        /// To be tried again after a pause; a failure of the item's own, of which it has only so many.
        case retry(after: Duration)
        /// To be tried again after a pause for which the item is not to blame: its place is down, or asks for time.
        case postpone(for: Duration)
        /// The store promised to do it: to be looked after from then on, until it is told or the time is up. Where the receipt
        /// is of such a look, any end but a pause gives the promise up.
        case await(url: [UInt8]?, after: Duration, within: Duration)
        /// The item is left for a person, with a cause; `skippingRest` when nothing more may be done to it.
        case setAside(cause: String, skippingRest: Bool)
        /// To be taken again later without counting as a try: the run is stopping.
        case handBack
    }

    let claim: StepClaim
    let outcome: Outcome
    let status: Int?
    let detail: String?
    let next: Next
    /// Whether the place would have refused any other item as well: a credential or a permission is missing.
    var isRefusal = false
    /// What was put aside by it, and what its bytes are.
    var preserved: PreservedBytes?

    /// Whether the step is over by it, as it was meant to be.
    var isOver: Bool {
        if case .finish = next { true } else { false }
    }

    /// What became of the item's bytes by it; nil where nothing did.
    ///
    /// A deletion that finds nothing in quarantine, where a durable receipt says that the bytes were put, has been done
    /// before: a store cannot tell a second deletion from a first one of nothing.
    var bytes: BytesState? {
        switch (claim.kind, outcome) {
        case (.disable, .done), (.disable, .already): .hidden
        case (.delete, .done), (.delete, .already), (.delete, .gone): .erased
        case (.restore, .done), (.restore, .already): .present
        case (.preserve, .done), (.preserve, .already): .preserved
        default: nil
        }
    }
}
