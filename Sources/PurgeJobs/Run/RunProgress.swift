/// How far a run is, for whoever watches.
package struct RunProgress: Sendable {
    package enum Phase: String, Sendable {
        case walking
        /// Looking through the inventories once more, for clips close to those of the plan.
        case relating
        case applying
    }

    /// One link at one edge, in one round.
    package struct Look: Sendable {
        /// The number of the item in the run.
        package let item: Int64
        package let link: Int64
        package let family: String
        package let host: String
        package let edge: String
        package let verdict: LinkVerdict
    }

    package let phase: Phase
    package var rows = 0
    package var badRows = 0
    package var conservation: Conservation?
    /// What a round of probes has just seen, link by link.
    package var looks: [Look] = []
    /// A node that has just been made to refuse links, and how many; no proof, which only a look is.
    package var blocked: (node: String, links: Int)?
    /// What keeps the run from getting on, and what it waits for; empty where it gets on.
    package var waits: [RunWait] = []
}
