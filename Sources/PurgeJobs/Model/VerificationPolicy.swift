/// When a link counts as dark for good, and how long a run looks for it.
package struct VerificationPolicy: Hashable, Sendable {
    /// How many rounds in a row must find a link dark; at least 2.
    package var rounds = 2
    /// The pause between two rounds.
    package var spacing = Duration.seconds(30)
    /// How long a run goes on after its last purge before it exits *settling*.
    package var patience = Duration.seconds(900)
    /// The pause before what is still lit is purged again; doubled each time, to 16 times.
    package var repurge = Duration.seconds(30)

    /// The pause between two looks at what a block alone keeps dark.
    static let blockedPause = Duration.seconds(300)

    package init() {}
}
