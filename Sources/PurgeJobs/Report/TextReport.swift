/// The report for people in a terminal.
struct TextReport {
    let snapshot: LedgerSnapshot
    let run: RunOverview
    let conservation: Conservation
    let privacy: ReportPrivacy

    /// How many clips and entries are listed by name; the JSON report has them all.
    private static let listed = 50

    func write(to output: (String) throws -> Void) throws {
        let stops = try snapshot.guardStops(of: run.id)
        let pauses = privacy.isShared ? [] : try snapshot.pauses(of: run, at: WallClock.now())
        try output(Headline.of(run, conservation, privacy.isShared ? [] : stops, pauses) + "\n\n")
        try writeHead(to: output)
        try write(stops, to: output)
        for breaker in try snapshot.openBreakers(of: run.id) where run.state == .applying {
            try output(privacy.text(BreakerSummary(breaker).sentence) + "\n\n")
        }
        try writeSums(to: output)
        try writeTable(
            "Clips",
            ["category", "state", "seen"],
            try snapshot.categories(of: run.id),
            to: output
        )
        try writeTable(
            "Before the takedown",
            ["family", "edge", "verdict"],
            try snapshot.reachability(of: run.id),
            to: output
        )
        try writeTable("Links", ["family", "edge", "verdict"], try snapshot.verdicts(of: run.id), to: output)
        try writeBytes(to: output)
        try writeTable("Steps", ["step", "place", "state"], try snapshot.steps(of: run.id), to: output)
        try writeTable(
            "Attempts",
            ["step", "place", "outcome"],
            try snapshot.attempts(of: run.id),
            to: output
        )
        try RuleListing(snapshot: snapshot, run: run).writeText(to: output)
        try writeEntries(to: output)
        try writeBadRows(to: output)
        try writeItems(to: output)
        try RelativeListing(snapshot: snapshot, run: run, privacy: privacy).writeText(to: output)
        if conservation.acted > 0, run.purpose == .takedown, try snapshot.controls(of: run.id) == 0 {
            try output(
                "No clip outside the plan can serve as a control: no link can be proven dark. Name `controls`.\n\n"
            )
        }
        if let next = try snapshot.nextDue(of: run.id) {
            try output("Next: \(next.what), due \(next.at)\n")
        }
    }

    private func writeHead(to output: (String) throws -> Void) throws {
        var lines = [("run", "\(run.id) (\(run.state.rawValue))"), ("job, site", "\(run.job), \(run.site)")]
        if let digest = run.planDigest { lines.append(("plan digest", "\(digest)")) }
        if let limit = run.guardLimit {
            let released = run.released.map { ", released by the count \($0)" } ?? ""
            lines.append(("guard", "\(run.effects ?? 0) of at most \(limit)\(released)"))
        }
        lines += times.map { ($0, "\($1)") }
        for source in try snapshot.sources(of: run.id) {
            let state = source.isComplete ? "complete" : "not walked to its end"
            lines.append(
                (
                    "inventory",
                    "\(privacy.text(source.name)): \(source.rows) rows, \(source.badRows) bad, \(state)"
                )
            )
        }
        for (label, text) in lines { try output("\(TextTable.padded(label, 12))  \(text)\n") }
        try output("\n")
    }

    private func write(_ stops: [GuardStop], to output: (String) throws -> Void) throws {
        guard !stops.isEmpty else { return }

        try output(run.released == nil ? "Held by\n" : "Was held by\n")
        for stop in stops { try output("  \(stop.kind.rawValue): \(privacy.sentence(stop))\n") }
        if let command = GuardRelease.command(run) {
            try output("When that is right, only a person releases it: \(command)\n")
        }
        try output("\n")
    }

    private var times: [(String, Timestamp)] {
        [
            ("planned", run.createdAt), ("sealed", run.sealedAt), ("started", run.startedAt),
            ("ended", run.endedAt),
        ]
        .compactMap { label, time in time.map { (label, $0) } }
    }

    private func writeSums(to output: (String) throws -> Void) throws {
        let sums = conservation
        try output(
            """
            \(sums.reported) reported = \(sums.matched) matched + \(sums.notFound) not found \
            + \(sums.malformed) malformed + \(sums.withdrawn) withdrawn
            \(sums.clips) clips = \(sums.acted) acted on + \(sums.exempt) exempt + \(sums.alreadyDown) already down
            \(sums.acted) acted on = \(sums.dark) dark + \(sums.blocked) blocked + \(sums.lit) lit + \(sums.unknown) unknown \
            + \(sums.failed) without an end + \(sums.setAside) set aside + \(sums.pending) pending

            """ + "\n"
        )
    }

    private func writeTable(
        _ title: String,
        _ columns: [String],
        _ rows: [Tally],
        to output: (String) throws -> Void
    ) throws {
        guard !rows.isEmpty else { return }

        let table = TextTable(columns: columns + ["count"], rows: rows.map { $0.labels + ["\($0.count)"] })
        try output("\(title)\n\(table.text)\n")
    }

    private func writeBytes(to output: (String) throws -> Void) throws {
        let rows = try BytesSummary.all(of: run, in: snapshot).map(\.cells)
        guard !rows.isEmpty else { return }

        try output("Bytes\n\(TextTable(columns: BytesSummary.columns, rows: rows).text)\n")
    }

    private func writeEntries(to output: (String) throws -> Void) throws {
        for (state, title) in [("notFound", "Not found"), ("malformed", "Malformed")] {
            var count = 0
            try snapshot.forEachEntry(of: run.id, in: state) { entry in
                count += 1
                if count == 1 { try output("\(title)\n") }
                guard count <= Self.listed else { return }

                let place = EntryPlace.words(VisibleText.of(entry.list), entry.line, isRule: entry.isRule)
                let text = entry.isRule ? "no clip meets it" : privacy.text(entry.reason ?? entry.value)
                try output("  \(place): \(text)\n")
            }
            if count > Self.listed { try output("  and \(count - Self.listed) more: see --format json\n") }
            if count > 0 { try output("\n") }
        }
    }

    private func writeBadRows(to output: (String) throws -> Void) throws {
        var count = 0
        try snapshot.forEachBadRow(of: run.id) { source, line, reason in
            count += 1
            if count == 1 { try output("Rows that are no clips\n") }
            if count <= Self.listed {
                try output("  \(privacy.text(source)), line \(line): \(privacy.text(reason))\n")
            }
        }
        if count > Self.listed { try output("  and \(count - Self.listed) more: see --format json\n") }
        if count > 0 { try output("\n") }
    }

    private func writeItems(to output: (String) throws -> Void) throws {
        guard run.state != .sealed, run.state != .walking else { return }

        var count = 0
        try snapshot.forEachOpenItem(of: run.id) { item in
            count += 1
            if count == 1 { try output("Not dark, or for a person to look at\n") }
            guard count <= Self.listed else { return }

            let causes = [item.cause, item.conflict].compactMap { privacy.text($0) }
            let why = item.rules.map { ", by rule \(VisibleText.of($0))" } ?? ""
            let cause = causes.isEmpty ? "" : ": " + causes.joined(separator: "; ")
            try output(
                "  \(privacy.clip(item.clip)) (\(VisibleText.of(item.category))), \(item.state.rawValue), \(item.visibility.rawValue)\(why)\(cause)\n"
            )
        }
        if count > Self.listed { try output("  and \(count - Self.listed) more: see --format json\n") }
        if count > 0 { try output("\n") }
    }
}
