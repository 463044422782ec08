/// The answer in a sentence.
package enum Headline {
    /// `pauses` are those that hold the run back now.
    package static func of(
        _ run: RunOverview,
        _ sums: Conservation,
        _ stops: [GuardStop] = [],
        _ pauses: [PauseOverview] = []
    ) -> String {
        let held = pauses.map { " Held back: \($0.words)." }.joined()
        return state(of: run, sums, stops) + held
    }

    private static func state(of run: RunOverview, _ sums: Conservation, _ stops: [GuardStop]) -> String {
        switch run.state {
        case .walking: "Run \(run.id) is still being planned; nothing has been sent."
        case .sealed where run.isBlocked:
            "Run \(run.id) is planned and held by the guard\(reasons(stops)). "
                + "It would act on \(run.effects ?? sums.acted) clips. Nothing has been sent."
        case .sealed where run.purpose == .restore:
            "Run \(run.id) is planned: it would bring \(sums.acted) clips back. Nothing has been sent."
        case .sealed: "Run \(run.id) is planned: it would act on \(sums.acted) clips. Nothing has been sent."
        case .discarded: "Run \(run.id) was given up before anything was sent."
        case .applying, .closed, .cancelled:
            (run.purpose == .restore ? restored(sums) : outcome(sums))
                + (run.state == .cancelled ? " A person ended it." : "")
        }
    }

    private static func outcome(_ sums: Conservation) -> String {
        let entries = trouble([
            (sums.notFound - sums.unmetReviews, "not found"), (sums.malformed, "malformed"),
        ])
        let clips = trouble([
            (sums.blocked, "blocked, cache unverified"), (sums.lit, "lit"), (sums.unknown, "unknown"),
            (sums.failed, "without an end"),
            (sums.setAside, sums.litAside == 0 ? "set aside" : "set aside, \(sums.litAside) of them lit"),
            (sums.pending, "pending"),
        ])
        let gaps =
            sums.unaddressed == 0 ? "" : " Of \(sums.unaddressed) not every link or store could be addressed."
        let head = "\(sums.dark) of \(sums.acted) clips are dark at every edge"
        let tail = clips.isEmpty ? "" : ": \(clips)"
        let rest = entries.isEmpty ? "" : " Of \(sums.reported) reported entries: \(entries)."
        return head + tail + "." + gaps + rest
    }

    private static func restored(_ sums: Conservation) -> String {
        let clips = trouble([
            (sums.dark, "still dark"), (sums.unknown, "unknown"), (sums.setAside, "set aside"),
            (sums.pending, "pending"),
        ])
        let gaps =
            sums.unaddressed == 0 ? "" : " Of \(sums.unaddressed) not everything could be brought back."
        let tail = clips.isEmpty ? "" : ": \(clips)"
        return "\(sums.lit) of \(sums.acted) clips are lit again at every edge\(tail).\(gaps)"
    }

    private static func reasons(_ stops: [GuardStop]) -> String {
        guard let first = stops.first else { return "" }

        let more = stops.count > 1 ? ", and \(stops.count - 1) more" : ""
        return " (\(GuardStop.names(of: stops))): \(first.sentence)\(more)"
    }

    private static func trouble(_ parts: [(Int, String)]) -> String {
        parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
