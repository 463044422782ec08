/// Clips that nobody reported, close to those of a run or found by a rule with titles, as reports list them: for a person to
/// look at, and for nothing else.
struct RelativeListing {
    let snapshot: LedgerSnapshot
    let run: RunOverview
    let privacy: ReportPrivacy

    /// How many a report for people names; `--format review` has all that are named.
    static let listed = 50

    static let purpose =
        "Nobody reported these clips, and nothing is done to them. They have something in common with clips of this run: a person should look."

    static let purposeOfRules =
        "Rules that ask for titles mean these clips. A title is no evidence, so nothing is done to them: a person should look."

    /// What was not searched, in a sentence; nil where all was.
    func shortfall() throws -> String? {
        guard case .short(let reason) = try snapshot.relativeSearch(of: run.id) else { return nil }

        return "Not all were searched: \(privacy.text(reason))."
    }

    func summary(_ relative: RelativeOverview) -> RelativeSummary {
        RelativeSummary(
            clip: privacy.clip(relative.clip),
            relation: relative.relation.rawValue,
            closeTo: privacy.clip(relative.item),
            rule: nil,
            views: relative.views
        )
    }

    /// Calls `body` with each clip that is named: what rules found first, then what is close to clips of the run.
    func forEachClip(_ body: (RelativeSummary) throws -> Void) throws {
        try snapshot.forEachRuleFinding(of: run.id) { finding in
            try body(
                RelativeSummary(
                    clip: privacy.clip(finding.clip),
                    relation: "rule",
                    closeTo: nil,
                    rule: "\(VisibleText.of(finding.rule)), version \(finding.version)",
                    views: finding.views
                )
            )
        }
        try snapshot.forEachRelative(of: run.id) { try body(summary($0)) }
    }

    /// Rules that found something for people.
    private func rules() throws -> [RuleOverview] {
        try snapshot.rules(of: run.id).filter { $0.isReviewOnly && $0.state != "withdrawn" && $0.clips > 0 }
    }

    /// The name of a channel, account or video.
    func name(_ sum: RelativeSum) -> String {
        let kind =
            switch sum.relation {
            case .sameSeconds, .sameVideo: "video"
            case .sameChannel: "channel"
            case .sameCreator: "creator"
            }
        return "\(kind) " + (sum.name.map { privacy.name($0) } ?? "unknown")
    }

    // MARK: For programs

    private struct Sum: Encodable {
        let relation: String
        let name: String
        let clips: Int64
        let views: Int64
    }

    /// Members of an object: how far the search went, sums, clips.
    func writeJSON(to output: (String) throws -> Void) throws {
        let searched =
            switch try snapshot.relativeSearch(of: run.id) {
            case .none: "no"
            case .whole: "all"
            case .short: "not all"
            }
        let sums = try snapshot.relativeSums(of: run.id)
            .map { Sum(relation: $0.relation.rawValue, name: name($0), clips: $0.clips, views: $0.views) }
        try output("\"review\":{\"searched\":\(try JSONText.of(searched))")
        try output(",\"shortfall\":\(try JSONText.of(try shortfall() ?? ""))")
        try output(",\"sums\":\(try JSONText.of(sums)),\"clips\":[")
        var separator = ""
        try forEachClip { clip in
            try output(separator + "\n" + (try JSONText.of(clip)))
            separator = ","
        }
        try output("]}")
    }

    // MARK: For people

    func writeText(to output: (String) throws -> Void) throws {
        let sums = try snapshot.relativeSums(of: run.id)
        let (shortfall, rules) = (try shortfall(), try rules())
        guard !sums.isEmpty || shortfall != nil || !rules.isEmpty else { return }

        try output("To be looked at\n")
        if !rules.isEmpty { try output("  \(Self.purposeOfRules)\n") }
        for rule in rules {
            let place = EntryPlace.words(VisibleText.of(rule.name), rule.version, isRule: true)
            try output("  \(place): \(rule.clips) clips, \(rule.views) views\n")
        }
        if !sums.isEmpty { try output("  \(Self.purpose)\n") }
        for sum in sums.prefix(Self.listed) {
            try output("  \(sum.relation.words), \(name(sum)): \(sum.clips) more clips, \(sum.views) views\n")
        }
        if sums.count > Self.listed {
            try output("  and \(sums.count - Self.listed) more: see --format json\n")
        }
        if !sums.isEmpty || !rules.isEmpty {
            try output("  Which ones: purge report \(run.id) --format review\n")
        }
        if let shortfall { try output("  \(shortfall)\n") }
        try output("\n")
    }

    func writePage(to output: (String) throws -> Void) throws {
        let sums = try snapshot.relativeSums(of: run.id)
        let (shortfall, rules) = (try shortfall(), try rules())
        guard !sums.isEmpty || shortfall != nil || !rules.isEmpty else { return }

        try output("<section><h2>To be looked at: what may be left</h2>\n")
        if let shortfall { try output("<p class=\"meta\">\(HTMLText.of(shortfall))</p>\n") }
        if !rules.isEmpty { try output("<p>\(HTMLText.of(Self.purposeOfRules))</p>\n") }
        if !sums.isEmpty {
            try output("<p>\(HTMLText.of(Self.purpose))</p>\n")
            try writeSums(sums, to: output)
        }
        let clips = sums.reduce(0) { $0 + $1.clips } + rules.reduce(0) { $0 + $1.clips }
        if clips > 0 { try writeClips(of: clips, to: output) }
        try output("</section>\n")
    }

    private func writeSums(_ sums: [RelativeSum], to output: (String) throws -> Void) throws {
        let rows = sums.prefix(Self.listed).map { sum in
            [
                HTMLText.of(sum.relation.words), HTMLText.of(name(sum)), HTMLText.number(sum.clips),
                HTMLText.number(sum.views),
            ]
        }
        let more =
            sums.count > Self.listed ? ", the first \(Self.listed) of \(HTMLText.number(sums.count))" : ""
        try output(
            HTMLText.table(
                "How many there are\(more)",
                ["in common", "which", "clips", "views"],
                numeric: [2, 3],
                rows
            )
        )
    }

    private func writeClips(of total: Int64, to output: (String) throws -> Void) throws {
        var rows: [[String]] = []
        try forEachClip { clip in
            guard rows.count < Self.listed else { return }

            let words = ClipRelation(rawValue: clip.relation)?.words ?? "meets a rule"
            rows.append([
                HTMLText.of(clip.clip), HTMLText.of(words), HTMLText.of(clip.closeTo ?? clip.rule ?? ""),
                clip.views.map { HTMLText.number($0) } ?? "",
            ])
        }
        let caption =
            Int64(rows.count) < total
            ? "\(rows.count) of \(HTMLText.number(total)): purge report \(run.id) --format review has more"
            : "All \(total)"
        try output(
            HTMLText.table(caption, ["clip", "in common", "with", "views"], numeric: [3], rows)
        )
    }
}
