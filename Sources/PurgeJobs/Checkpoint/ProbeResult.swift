/// What a round says of one link at one edge, controls already considered.
struct ProbeResult: Sendable {
    let sight: DueSight
    let verdict: LinkVerdict
    /// The HTTP status, where there was one.
    let status: Int?
}
