import Foundation
import GRDB

// What was reported, as the plan keeps it.
extension LedgerTransaction {
    /// Writes down what was reported; the entries' states say later what became of each (R11).
    func add(_ entries: [ListEntry], to run: RunID) throws {
        var withdrawn: [String: Set<Data>] = [:]
        for list in Set(entries.map(\.list)) { withdrawn[list] = try withdrawnKeys(of: list) }
        for entry in entries {
            let (value, reason) = entry.record
            let key = EntryIdentity.of(entry.value).map(Self.key)
            let isWithdrawn = key.map { withdrawn[entry.list]?.contains($0) == true } ?? false
            try execute(
                """
                INSERT INTO entry (run, list, line, category, value, state, reason, key, kind)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    run.number, entry.list, entry.line, entry.category, value,
                    reason != nil ? "malformed" : isWithdrawn ? "withdrawn" : "notFound", reason, key,
                    entry.kind,
                ]
            )
        }
    }
}

extension ListEntry {
    /// How the ledger keeps it: a text to show, and why it is malformed where it is.
    fileprivate var record: (value: String, reason: String?) {
        switch value {
        case .clip(let id): (id.description, nil)
        case .url(let url, let clip):
            // A report must be safe to pass around: where a URL names no clip, only its host is kept (R20).
            (clip.map { "clip \($0)" } ?? "a URL of \(Link.host(of: url) ?? "no host")", nil)
        case .hash(let hash): (hash.description, nil)
        case .rule(let rule): ("version \(rule.version)", nil)
        case .malformed(_, let reason): ("malformed", reason)
        }
    }

    /// Whether a list holds it, or it is a rule, or one that people alone act on.
    fileprivate var kind: String {
        guard case .rule(let rule) = value else { return "listed" }

        return rule.isReviewOnly ? "review" : "rule"
    }
}
