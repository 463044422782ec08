/// What a ledger knows of one clip, for people and for programs.
package struct ExplainReport {
    private let history: ClipHistory
    private let how: String

    private struct Summary: Encodable {
        let explain: String
        let clip: String
        let how: String
        let known: Bool
        let decisions: [Ruling]
        let tombstone: ClipHistory.Tombstone?
        let controlOf: [String]
        let mentions: [ClipHistory.Mention]
        let findings: [ClipHistory.Finding]
        let runs: [Line]
        let searched: [ClipHistory.Search]
    }

    private struct Ruling: Encodable {
        let kind: String
        let reason: String
        let by: String
        let since: Timestamp
        let until: Timestamp?

        init(_ decision: Decision) {
            kind = decision.kind.rawValue
            reason = VisibleText.of(decision.reason)
            by = VisibleText.of("\(decision.user)@\(decision.host)")
            since = decision.createdAt
            until = decision.expiresAt
        }
    }

    private struct Line: Encodable {
        let run: RunSummary
        let inventories: [String]
        let state: String
        let stage: String
        let visibility: String
        let bytes: String
        let category: String
        let cause: String?
        let conflict: String?
        let darkAt: Timestamp?
        let matches: [ClipRecord.Reason]
        let steps: [ClipRecord.Step]
        let links: [ClipRecord.PlannedLink]
        let acts: [ClipRecord.Act]

        init(_ record: ClipRecord) {
            run = RunSummary(record.run)
            inventories = record.inventories
            state = record.item.state.rawValue
            stage = "\(record.item.stage)"
            visibility = record.item.visibility.rawValue
            bytes = record.item.bytes.rawValue
            category = record.item.category
            cause = record.item.cause.map { VisibleText.of($0) }
            conflict = record.item.conflict
            darkAt = record.item.darkAt
            matches = record.matches
            steps = record.steps
            links = record.links
            acts = record.acts
        }
    }

    /// `how` says how the clip was found from what a person typed.
    package init(_ history: ClipHistory, how: String) {
        self.history = history
        self.how = how
    }

    /// One object on one line.
    package func json() throws -> String {
        try JSONText.of(
            Summary(
                explain: "purge-explain-1",
                clip: history.clip.description,
                how: how,
                known: !history.isUnknown,
                decisions: history.decisions.map(Ruling.init),
                tombstone: history.tombstone,
                controlOf: history.controlOf,
                mentions: history.mentions,
                findings: history.findings,
                runs: history.records.map(Line.init),
                searched: history.searches
            )
        )
    }

    package var text: String {
        var text = "Clip \(history.clip), found \(how)\n\n"
        for decision in history.decisions.map(Ruling.init) {
            let until = decision.until.map { "until \($0)" } ?? "without an end"
            text +=
                "\(decision.kind) in force since \(decision.since), \(until), by \(decision.by): \(decision.reason)\n"
        }
        if let tombstone = history.tombstone {
            text += "tombstone: dark everywhere since \(tombstone.darkAt), by run \(tombstone.run)\n"
        }
        if !history.controlOf.isEmpty {
            text += "a control, which must stay lit, of run \(history.controlOf.joined(separator: ", "))\n"
        }
        text += history.records.map { RecordText(record: $0).text }.joined()
        return text + named + shown + absences
    }

    /// Rules that ask for titles, by which runs show the clip to people.
    private var shown: String {
        history.findings.map { finding in
            let place = EntryPlace.words(finding.rule, finding.version, isRule: true)
            return "to be looked at by \(place) (\(finding.category)), in run \(finding.run)"
                + (finding.state == "withdrawn" ? ", which is withdrawn\n" : "\n")
        }.joined()
    }

    /// Entries that name the clip in runs that have it in no plan.
    private var named: String {
        let planned = Set(history.records.map(\.run.id.description))
        return history.mentions.filter { !planned.contains($0.run) }.map { mention in
            "named in run \(mention.run) by \(mention.list), line \(mention.line) (\(mention.category)): "
                + (mention.state == "notFound" ? "no inventory had it\n" : "\(mention.state)\n")
        }.joined()
    }

    /// Of the newest run of each job, why the clip is not in its plan.
    private var absences: String {
        var jobs: Set<String> = []
        let newest = history.searches.filter { jobs.insert($0.job).inserted }
        let lines = newest.filter { !$0.hasClip }.map { search in
            "run \(search.run) (\(search.job), \(search.state), \(search.plannedAt)): not in its plan: it matched nothing, "
                + "or no inventory had it\n  inventories \(Self.list(search.inventories)); lists \(Self.list(search.lists))\n"
        }.joined()
        let others = history.searches.count - newest.count
        let rest = others > 0 ? "\(others) older runs were searched too.\n" : ""
        guard history.isUnknown else { return lines }

        let runs = history.searches.isEmpty ? "The ledger has no run.\n" : lines + rest
        return "Nothing is known of it: not in any plan, no decision, no tombstone.\n" + runs
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(5).joined(separator: ", ")
        return names.isEmpty ? "none" : names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}
