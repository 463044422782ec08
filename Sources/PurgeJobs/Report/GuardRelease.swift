/// How a person releases a run that guards hold back.
package enum GuardRelease {
    /// The command to type; nil where nothing holds it.
    package static func command(_ run: RunOverview) -> String? {
        guard run.state == .sealed, run.isBlocked, let digest = run.planDigest, let count = run.effects else {
            return nil
        }

        return "purge apply \(run.id) --digest \(digest) --count \(count) --reason …"
    }
}
