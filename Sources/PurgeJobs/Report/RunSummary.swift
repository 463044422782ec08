/// A run as `--json` shows it.
package struct RunSummary: Encodable, Sendable {
    let run: String
    let state: String
    let job: String
    let site: String
    let digest: String?
    let clips: Int
    let effects: Int?
    let guardLimit: Int?
    let released: Int?
    let blocked: Bool
    let createdAt: String
    let sealedAt: String?
    let startedAt: String?
    let endedAt: String?

    package init(_ run: RunOverview) {
        self.run = run.id.description
        state = run.state.rawValue
        job = run.job
        site = run.site
        digest = run.planDigest?.description
        clips = run.clips
        effects = run.effects
        guardLimit = run.guardLimit
        released = run.released
        blocked = run.isBlocked
        createdAt = run.createdAt.description
        sealedAt = run.sealedAt?.description
        startedAt = run.startedAt?.description
        endedAt = run.endedAt?.description
    }
}
