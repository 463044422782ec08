/// The report for people who get it passed on: one page without script, without anything from elsewhere.
///
/// What is not dark comes first. Everything from outside goes through `HTMLText`.
struct HTMLReport {
    let snapshot: LedgerSnapshot
    let run: RunOverview
    let sums: Conservation
    let privacy: ReportPrivacy
    let clocks: [Duration]

    /// How many clips the page names; a CSV has them all.
    static let listed = 1000

    func write(to output: (String) throws -> Void) throws {
        try writeHead(to: output)
        try writeGuards(to: output)
        try output(section("Does it add up?", sumLines))
        try writeClock(to: output)
        try writeExposure(to: output)
        try writeMaps(to: output)
        try writeItems(to: output)
        try RelativeListing(snapshot: snapshot, run: run, privacy: privacy).writePage(to: output)
        try writeEntries(to: output)
        try writePlaces(to: output)
        try output(foot)
    }

    // MARK: Head and sums

    private func writeHead(to output: (String) throws -> Void) throws {
        // Without the guards' sentences, which have a place of their own right below.
        let pauses = privacy.isShared ? [] : try snapshot.pauses(of: run, at: WallClock.now())
        let headline = Headline.of(run, sums, [], pauses)
        let times = [
            ("planned", run.createdAt), ("sealed", run.sealedAt), ("started", run.startedAt),
            ("ended", run.endedAt),
        ].compactMap { name, time in time.map { "\(name) \($0)" } }
        try output(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(HTMLStyle.policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>Run \(run.id): \(HTMLText.of(run.job))</title>
            <style>\(HTMLStyle.text)</style>
            </head>
            <body>
            <header>
            <p class="kicker">\(HTMLText.of(kind)) · job \(HTMLText.of(run.job)) · site \(HTMLText.of(run.site))</p>
            <div class="verdict \(tone)"><h1>\(HTMLText.of(headline))</h1></div>
            <p class="meta">Run <code>\(run.id)</code>, \(HTMLText.of(run.state.rawValue)) · \(HTMLText.of(times.joined(separator: " · ")))</p>
            </header>
            <main>

            """
        )
    }

    private var kind: String {
        switch (run.purpose, run.state) {
        case (.restore, _): "Restore"
        case (_, .walking), (_, .sealed): "Plan"
        default: "Takedown"
        }
    }

    private var tone: String {
        guard run.startedAt != nil else { return "open" }

        let isGood = run.purpose == .restore ? sums.isAllLit : sums.isAllDark
        return isGood ? "good" : sums.lit + sums.litAside > 0 && run.purpose == .takedown ? "bad" : "open"
    }

    func section(_ title: String, _ body: String) -> String {
        "<section><h2>\(HTMLText.of(title))</h2>\n\(body)</section>\n"
    }

    private var sumLines: String {
        let acted: [(Int, String)] = [
            (sums.dark, "dark"), (sums.blocked, "blocked"), (sums.lit, "lit"), (sums.unknown, "unknown"),
            (sums.failed, "without an end"), (sums.setAside, "set aside"), (sums.pending, "pending"),
        ]
        let lines = [
            line(
                (sums.reported, "entries reported"),
                [
                    (sums.matched, "matched"), (sums.notFound, "not found"), (sums.malformed, "malformed"),
                    (sums.withdrawn, "withdrawn"),
                ]
            ),
            line(
                (sums.clips, "clips"),
                [(sums.acted, actedOn), (sums.exempt, "exempt"), (sums.alreadyDown, "already down")]
            ),
            line((sums.acted, actedOn), acted),
        ]
        return "<ul class=\"sums\">\n\(lines.joined())</ul>\n"
    }

    /// Of a plan, what would be.
    private var actedOn: String { run.startedAt == nil ? "to be acted on" : "acted on" }

    private func line(_ total: (Int, String), _ parts: [(Int, String)]) -> String {
        func term(_ part: (Int, String)) -> String {
            "<span\(part.0 == 0 ? " class=\"zero\"" : "")><b>\(HTMLText.number(part.0))</b> \(part.1)</span>"
        }
        let rest = parts.map(term).joined(separator: "<span class=\"op\">+</span>")
        return "<li>\(term(total))<span class=\"op\">=</span>\(rest)</li>\n"
    }

    private func writeGuards(to output: (String) throws -> Void) throws {
        let stops = try snapshot.guardStops(of: run.id)
        var lines = stops.map {
            "<p><b>\(HTMLText.of($0.kind.rawValue))</b>: \(HTMLText.of(privacy.sentence($0)))</p>"
        }
        if let command = GuardRelease.command(run) {
            lines.append(
                "<p>When that is right, only a person releases it: <code>\(HTMLText.of(command))</code></p>"
            )
        }
        if run.state == .applying {
            lines += try snapshot.openBreakers(of: run.id)
                .map { "<p>\(HTMLText.of(privacy.text(BreakerSummary($0).sentence)))</p>" }
        }
        guard !lines.isEmpty else { return }

        let title =
            stops.isEmpty
            ? "What stands in the way" : run.released == nil ? "Held by a guard" : "Was held by a guard"
        try output(section(title, "<div class=\"notice\">\n\(lines.joined(separator: "\n"))\n</div>\n"))
    }

    // MARK: Time and exposure

    private func writeClock(to output: (String) throws -> Void) throws {
        guard run.purpose == .takedown, let start = run.startedAt else { return }

        guard let times = try snapshot.darkTimes(of: run) else {
            return try output(section("How long it took", "<p>No clip is dark yet.</p>\n"))
        }

        let figures = [("first dark", times.first), ("median", times.median), ("last", times.last)]
            .map { "<div><dt>\($0.0)</dt><dd>\(HTMLText.time($0.1))</dd></div>" }
        let rows = try clocks.map { clock in
            let count = try snapshot.dark(by: start.advanced(by: clock), of: run.id)
            let isMet = count == sums.acted
            return [
                HTMLText.time(clock), "\(HTMLText.number(count)) of \(HTMLText.number(sums.acted))",
                isMet ? HTMLText.badge("met", "dark") : HTMLText.badge("not met", "unknown"),
            ]
        }
        let table = HTMLText.table(
            "Dark within",
            ["deadline", "clips dark", "all of them"],
            numeric: [1],
            rows
        )
        let note =
            "<p class=\"meta\">From the start of the run. When the report came in is not known here.</p>\n"
        try output(
            section("How long it took", "<dl class=\"figures\">\(figures.joined())</dl>\n\(table)\(note)")
        )
    }

    private func writeExposure(to output: (String) throws -> Void) throws {
        let exposures = try snapshot.exposures(of: run.id)
        guard exposures.contains(where: { $0.known > 0 }) else { return }

        let rows = exposures.map { exposure in
            [
                HTMLText.of(exposure.category), HTMLText.number(exposure.clips),
                HTMLText.number(exposure.views),
                HTMLText.number(exposure.clips - exposure.known),
            ]
        }
        let table = HTMLText.table(
            "Views of the clips, by category, as the inventories count them",
            ["category", "clips", "views", "clips without a count"],
            numeric: [1, 2, 3],
            rows
        )
        try output(section("How far they had spread", table))
    }

    // MARK: Links

    private func writeMaps(to output: (String) throws -> Void) throws {
        let now = try snapshot.verdicts(of: run.id)
        let before = try snapshot.reachability(of: run.id)
        let maps = [
            (run.startedAt == nil ? [] : now, "Links by family and edge, as they were last seen"),
            (before, "How reachable the links were before anything was done"),
        ]
        let figures = maps.map { HeatMap($0.0, title: $0.1) }.filter { !$0.isEmpty }.map(\.markup)
        guard !figures.isEmpty else { return }

        let rows = (run.startedAt == nil ? before : now).map { tally in
            let verdict = tally.labels[2]
            return [
                HTMLText.of(tally.labels[0]), HTMLText.of(tally.labels[1]),
                HTMLText.badge(verdict, String(verdict.prefix { $0 != " " })), HTMLText.number(tally.count),
            ]
        }
        let table = HTMLText.table("Verdicts", ["family", "edge", "verdict", "links"], numeric: [3], rows)
        try output(
            section(
                run.startedAt == nil ? "How reachable it is now" : "Where it stands",
                figures.joined() + table
            )
        )
    }

    private var foot: String {
        let digest = run.planDigest.map { " Plan digest <code>\($0)</code>." } ?? ""
        let what =
            privacy.isShared
            ? "To be shared: clips have keyed names that only the ledger can resolve, and what people wrote is withheld."
            : "Clips are named by id; no URL is on this page."
        return """
            </main>
            <footer><p>\(what) Made from the ledger alone by Purge \(HTMLText.of(run.tool)).\(digest)</p></footer>
            </body>
            </html>

            """
    }
}
