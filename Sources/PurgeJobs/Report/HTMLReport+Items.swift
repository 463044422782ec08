// The clips of a page, one after the other.
extension HTMLReport {
    /// Names up to a thousand clips, what is not dark first.
    func writeItems(to output: (String) throws -> Void) throws {
        guard sums.clips > 0 else { return }

        let isPlan = run.startedAt == nil
        let columns =
            isPlan
            ? ["clip", "category", "state", "why", "views", "links"]
            : ["clip", "category", "seen", "bytes", "why", "time to dark", "what was done"]
        let more =
            sums.clips > Self.listed
            ? "The first \(HTMLText.number(Self.listed)) of \(HTMLText.number(sums.clips)): purge report \(run.id) --format csv has all"
            : "All \(HTMLText.number(sums.clips))"
        let span = try run.startedAt.flatMap { _ in try snapshot.darkTimes(of: run)?.last } ?? .seconds(1)
        try output("<section><h2>\(isPlan ? "What would be done" : "Clips, what is not dark first")</h2>\n")
        try output(HTMLText.openTable(more, columns, numeric: isPlan ? [4, 5] : [5]))
        try snapshot.forEachItemByConcern(of: run.id, limit: Self.listed) { item in
            let cells = isPlan ? try planned(item) : try seen(item, span)
            let classes = [0: "id", 1: "label", isPlan ? 3 : 4: "why"]
            let row = HTMLText.cells(cells, "td", isPlan ? [4, 5] : [5], classes: classes)
            try output("<tr>\(row)</tr>\n")
        }
        try output(HTMLText.closeTable + "</section>\n")
    }

    private func planned(_ item: ItemOverview) throws -> [String] {
        [
            name(item), HTMLText.of(item.category), state(item), try why(item),
            item.views.map { HTMLText.number($0) } ?? "", HTMLText.number(item.links),
        ]
    }

    private func seen(_ item: ItemOverview, _ span: Duration) throws -> [String] {
        let start = run.startedAt ?? run.createdAt
        let timeline = ItemTimeline(
            item: item,
            milestones: try snapshot.milestones(of: item.number, run.id),
            start: start,
            span: span
        )
        return [
            name(item), HTMLText.of(item.category), state(item),
            bytes(item), try why(item),
            item.darkAt.map { HTMLText.time(max(.zero, $0.duration(since: start))) } ?? "",
            item.state == .planned || item.state == .setAside ? timeline.markup : "",
        ]
    }

    /// Its name, and what it was cut from.
    private func name(_ item: ItemOverview) -> String {
        let source = item.footage.map { footage in
            let start = footage.start.map { " at " + HTMLText.position(.milliseconds($0)) } ?? ""
            return "<span class=\"cause\">video \(HTMLText.of(privacy.name(footage.video)))\(start)</span>"
        }
        return HTMLText.of(privacy.clip(item.clip)) + (source ?? "")
    }

    /// Where its bytes are, and until when they can be had back.
    private func bytes(_ item: ItemOverview) -> String {
        let until = item.deletion.map { "<span class=\"cause\">until \($0)</span>" }
        return HTMLText.of(item.bytes.rawValue) + (until ?? "")
    }

    private func state(_ item: ItemOverview) -> String {
        switch item.state {
        case .exempt: HTMLText.badge("exempt", "none")
        case .alreadyDown: HTMLText.badge("already down", "none")
        case .setAside: HTMLText.badge("set aside, \(item.visibility.rawValue)", item.visibility.rawValue)
        case .planned where run.startedAt == nil: HTMLText.badge("to be acted on", "none")
        case .planned where item.visibility == .dark && item.darkAt == nil && run.purpose == .takedown:
            HTMLText.badge("dark, not yet proven", "unknown")
        case .planned: HTMLText.badge(item.visibility.rawValue, item.visibility.rawValue)
        }
    }

    /// List, line and rule of its matches, and what stands in the way.
    private func why(_ item: ItemOverview) throws -> String {
        let reasons = try snapshot.reasons(of: item.number, run.id, limit: 3)
            .map { HTMLText.of($0.words) }
        let causes = [item.cause, item.conflict].compactMap { privacy.text($0) }
            .map { "<span class=\"cause\">\(HTMLText.of($0))</span>" }
        return reasons.joined(separator: "<br>") + causes.joined()
    }
}
