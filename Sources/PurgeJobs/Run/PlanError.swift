/// A plan that could not be made or may not be applied; nothing was sent.
package enum PlanError: Error, Sendable, CustomStringConvertible {
    case tooManyBadRows(source: String, bad: Int, rows: Int, first: String)
    /// A run of the same job has begun to send and is not at its end.
    case unfinished(run: RunID, job: String)
    case stale(run: RunID, why: String)
    case wrongDigest(run: RunID)
    /// Guards hold it back until a person says its digest and its exact count.
    case blocked(run: RunID, effects: Int, digest: Digest, stops: [GuardStop])
    case interrupted(run: RunID)
    /// A person ended it meanwhile.
    case cancelled(run: RunID)

    /// What a plan that guards hold back is refused with.
    package static func blocked(_ plan: SealedPlan) -> Self {
        .blocked(run: plan.run, effects: plan.effects, digest: plan.digest, stops: plan.stops)
    }

    /// Which side stopped a plan: too much counts first, for it cannot be made good.
    package static func side(of stops: [GuardStop]) -> GuardKind.Side {
        stops.allSatisfy { $0.kind.side == .tooLittle } && !stops.isEmpty ? .tooLittle : .tooMuch
    }

    private static func sentence(of stops: [GuardStop]) -> String {
        let reasons = stops.prefix(5).map(\.sentence) + (stops.count > 5 ? ["\(stops.count - 5) more"] : [])
        return "the guard (\(GuardStop.names(of: stops)): \(reasons.joined(separator: "; ")))"
    }

    package var description: String {
        switch self {
        case .tooManyBadRows(let source, let bad, let rows, let first):
            """
            inventory \(source): \(bad) of \(rows) rows are no clips, more than the job allows; nothing was sent. \
            The first: \(first). Mend the export, or raise `badRows`
            """
        case .unfinished(let run, let job):
            """
            run \(run) of job \(job) has begun and is not at its end; nothing was sent. \
            `purge resume \(run)` finishes it, `purge cancel \(run)` ends it as it is
            """
        case .stale(let run, let why):
            "run \(run) is stale: \(why); nothing was sent. Make a new plan with `purge plan`"
        case .wrongDigest(let run):
            "run \(run) has another digest than the one given; nothing was sent. `purge report \(run)` shows it"
        case .blocked(let run, let effects, let digest, let stops):
            """
            \(Self.sentence(of: stops)) stopped run \(run); nothing was sent. \
            Read `purge report \(run)`, then: purge apply \(run) --digest \(digest) --count \(effects) --reason …
            """
        case .interrupted(let run):
            "run \(run) was interrupted; `purge resume \(run)` goes on where it stopped"
        case .cancelled(let run): "run \(run) was cancelled by a person"
        }
    }
}
