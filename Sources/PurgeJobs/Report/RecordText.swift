/// One run's record of a clip, for people.
struct RecordText {
    let record: ClipRecord

    var text: String {
        let (run, item) = (record.run, record.item)
        let dark = item.darkAt.map { " since \($0)" } ?? ""
        let causes = [item.cause, item.conflict].compactMap { $0 }.map { VisibleText.of($0) }
        return "\nRun \(run.id) (\(run.job), \(run.state.rawValue))\n"
            + "  \(item.state.rawValue), stage \(item.stage), \(item.visibility.rawValue)\(dark), "
            + "bytes \(item.bytes.rawValue), category \(VisibleText.of(item.category))\n"
            + causes.map { "  cause: \($0)\n" }.joined()
            + "  from one of the inventories \(record.inventories.joined(separator: ", "))\n"
            + record.acts.map(Self.act).joined()
            + table("matched by", ["list", "line", "rule", "evidence", "entry"], matches)
            + table("links", ["family", "host", "URL", "edge", "last verdict", "status", "seen"], looks)
            + table("steps", ["step", "place", "target", "pass", "state", "due"], steps)
            + table("attempts", ["step", "place", "target", "intended", "by", "key", "outcome"], attempts)
    }

    private static func act(_ act: ClipRecord.Act) -> String {
        "  \(act.kind) \(act.at) by \(act.by)\(act.reason.isEmpty ? "" : ": \(act.reason)")\n"
    }

    private func table(_ title: String, _ columns: [String], _ rows: [[String]]) -> String {
        rows.isEmpty ? "" : "  \(title)\n" + TextTable(columns: columns, rows: rows).text
    }

    private var matches: [[String]] {
        record.matches.map { [$0.list, "\($0.line)", $0.rule, $0.evidence, $0.entry ?? "-"] }
    }

    private var looks: [[String]] {
        record.links.flatMap { link in
            link.looks.map { look in
                [
                    link.family, link.host, link.hash, look.edge,
                    "\(look.visibility) (\(look.reason))\(look.isSettled ? ", settled" : "")",
                    look.status.map { "\($0)" } ?? "-", look.at.map { "\($0)" } ?? "never",
                ]
            }
        }
    }

    private var steps: [[String]] {
        record.steps.map {
            [$0.kind, $0.place, $0.target, "\($0.pass)", $0.state, $0.due.map { "\($0)" } ?? "-"]
        }
    }

    private var attempts: [[String]] {
        record.steps.flatMap { step in
            step.attempts.map { attempt in
                let status = attempt.status.map { " \($0)" } ?? ""
                let detail = attempt.detail.map { ": \($0)" } ?? ""
                return [
                    step.kind + (attempt.pass > 1 ? " pass \(attempt.pass)" : ""), step.place, step.target,
                    "\(attempt.intendedAt)", attempt.by ?? "-", String(attempt.key.prefix(12)),
                    (attempt.outcome ?? "open") + status + detail,
                ]
            }
        }
    }
}
