/// How a ledger and its jobs are, as monitoring wants to know it.
package struct LedgerHealth: Sendable {
    /// One job by its newest run that has begun to send, and the plans that wait for a person.
    package struct Job: Sendable {
        package let name: String
        /// Nil where no run of the job has begun.
        package let run: RunOverview?
        package let sums: Conservation?
        /// Steps and looks of the run that are due now.
        package let due: Int
        package let nextDue: (what: String, at: Timestamp)?
        /// Effects of which no receipt is known.
        package let open: Int
        /// The newest plan of the job, where it needs a person's count and nothing has begun since.
        package let blocked: RunOverview?
    }

    package let at: Timestamp
    /// In the order of their names.
    package let jobs: [Job]
    package let tombstones: Int
    package let exemptions: Int
    package let holds: Int
    /// Effects ever begun, of all runs.
    package let effects: Int
    /// The ledger with its log, on disk.
    package let size: ByteCount
    /// What holds sending back, the stop files first.
    package let pauses: [PauseOverview]
    package let throttles: [ThrottleOverview]
    /// Notices that some channel has not taken for a quarter of an hour, and those given up within a day.
    package let untold: (waiting: Int, givenUp: Int)
    /// Whether a process holds the ledger; nil where the system does not tell.
    package let isHeld: Bool?

    package init(
        at: Timestamp,
        jobs: [Job],
        tombstones: Int,
        exemptions: Int,
        holds: Int,
        effects: Int,
        size: ByteCount,
        isHeld: Bool?,
        pauses: [PauseOverview] = [],
        throttles: [ThrottleOverview] = [],
        untold: (waiting: Int, givenUp: Int) = (0, 0)
    ) {
        self.at = at
        self.jobs = jobs
        self.tombstones = tombstones
        self.exemptions = exemptions
        self.holds = holds
        self.effects = effects
        self.size = size
        self.isHeld = isHeld
        self.pauses = pauses
        self.throttles = throttles
        self.untold = untold
    }
}
