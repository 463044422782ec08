/// What a round says of one link at one edge, controls already considered.
struct ProbeResult: Sendable {
    let sight: DueSight
    var verdict: LinkVerdict
    /// The HTTP status, where there was one.
    let status: Int?
    /// When what was served was made, by its Age; nil where nothing was served, or nothing said.
    var born: ContinuousClock.Instant?
}
