/// What was done for one clip and when, on a line from the run's start to its last dark clip.
struct ItemTimeline {
    let item: ItemOverview
    let milestones: ItemMilestones
    let start: Timestamp
    /// How much time the line stands for.
    let span: Duration

    private static let (width, height) = (150, 18)

    var markup: String {
        let ticks = times.map { name, at in
            "<line class=\"tick\" x1=\"\(x(at))\" x2=\"\(x(at))\" y1=\"3\" y2=\"15\"><title>\(name)</title></line>"
        }
        let end = item.darkAt.map { "<circle class=\"end\" cx=\"\(x($0))\" cy=\"9\" r=\"5\"/>" }
        let open =
            "<line class=\"open\" x1=\"\(x(times.last?.1 ?? start))\" x2=\"\(Self.width - 4)\" y1=\"9\" y2=\"9\"/>"
        return """
            <svg role="img" width="\(Self.width)" height="\(Self.height)" viewBox="0 0 \(Self.width) \(Self.height)">\
            <title>\(HTMLText.of(words))</title>\
            <line class="rail" x1="4" x2="\(Self.width - 4)" y1="9" y2="9"/>\(end == nil ? open : "")\(ticks.joined())\(end ?? "")</svg>
            """
    }

    private var times: [(String, Timestamp)] {
        [
            ("blocked", milestones.blocked), ("disabled", milestones.disabled), ("purged", milestones.purged),
            ("purged again", milestones.purgedAgain),
        ].compactMap { name, at in at.map { (name, $0) } }.sorted { $0.1 < $1.1 }
    }

    private var words: String {
        let all = times + (item.darkAt.map { [("dark", $0)] } ?? [])
        let parts = all.map { "\($0.0) after \(HTMLText.time(max(.zero, $0.1.duration(since: start))))" }
        return parts.isEmpty ? "nothing was done yet" : parts.joined(separator: ", ")
    }

    private func x(_ at: Timestamp) -> Int {
        let share = max(0, min(1, at.duration(since: start) / max(span, .milliseconds(1))))
        return 6 + Int((share * Double(Self.width - 14)).rounded())
    }
}
