/// The sums of R11 as `--json` shows them.
package struct ConservationSummary: Encodable, Sendable {
    let reported: Int
    let matched: Int
    let notFound: Int
    let malformed: Int
    let withdrawn: Int
    let clips: Int
    let acted: Int
    let exempt: Int
    let alreadyDown: Int
    let dark: Int
    let blocked: Int
    let lit: Int
    let unknown: Int
    let failed: Int
    let setAside: Int
    let pending: Int
    let holds: Bool

    package init(_ sums: Conservation) {
        reported = sums.reported
        matched = sums.matched
        notFound = sums.notFound
        malformed = sums.malformed
        withdrawn = sums.withdrawn
        clips = sums.clips
        acted = sums.acted
        exempt = sums.exempt
        alreadyDown = sums.alreadyDown
        dark = sums.dark
        blocked = sums.blocked
        lit = sums.lit
        unknown = sums.unknown
        failed = sums.failed
        setAside = sums.setAside
        pending = sums.pending
        holds = sums.holds
    }
}
