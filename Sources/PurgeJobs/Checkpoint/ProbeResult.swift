/// What a round says of one link at one edge, controls already considered.
struct ProbeResult: Sendable {
    let sight: DueSight
    var verdict: LinkVerdict
    /// The HTTP status, where there was one.
    let status: Int?
    /// When what was served was made, by its Age; nil where nothing was served, or nothing said.
    var born: ContinuousClock.Instant?

    /// Whether it is as the run wants it, proven or not.
    var isWanted: Bool { verdict.visibility.rawValue == sight.wanted.rawValue }

    /// Whether it may settle: what only a block keeps dark may not (R5).
    var isEnd: Bool { sight.wanted == .lit ? isWanted : verdict == .dark(.gone) }

    /// Whether the cache holds what it should not: a copy of what is to be gone, or a refusal of what is back.
    var callsForPurge: Bool {
        switch (sight.wanted, verdict) {
        case (.dark, .lit), (.dark, .dark(.blockedCopy)), (.lit, .dark): true
        default: false
        }
    }
}
