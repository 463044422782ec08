import Foundation
import GRDB

/// What a change of the ledger may do, in one transaction: everything in it becomes durable together or not at all.
///
/// Its extensions are ordered by who calls them: planning, applying, probing, deciding. It exists only inside
/// `Ledger.change`.
struct LedgerTransaction {
    let db: Database
    let path: String
    let fence: Int64
    let now: Timestamp

    /// Refuses the change: the command does not fit the state that the ledger is in.
    func refuse(_ why: String) -> LedgerError { LedgerError(path: path, cause: .wrongState(why)) }

    /// Stops a change that broke a rule of ours.
    func impossible(_ what: String) -> LedgerError { LedgerError(path: path, cause: .impossible(what)) }

    /// Runs an UPDATE that must change just one row: the optimistic check of every change of state.
    func updateOne(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
        guard db.changesCount == 1 else {
            throw impossible("a row was not in the state it was expected in (\(sql.prefix(60))…)")
        }
    }

    /// Runs a statement that must change just so many rows.
    func update(_ count: Int, _ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
        guard db.changesCount == count else {
            throw impossible("rows were not in the state they were expected in (\(sql.prefix(60))…)")
        }
    }

    /// What can be read within the change, as any reader would see it after it.
    var snapshot: LedgerSnapshot { LedgerSnapshot(db: db, path: path) }

    func purpose(of run: RunID) throws -> RunPurpose { try snapshot.purpose(of: run) }

    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Appends an event to the chain of a run (0: the ledger's own) and moves its head; answers its number.
    @discardableResult
    func append(_ kind: AuditKind, run: Int64, _ fields: [String: String]) throws -> Int64 {
        let head = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT seq, hash FROM head WHERE run = ?"),
            arguments: [run]
        )
        let seq = (head?["seq"] ?? Int64(0)) + 1
        let previous = head.map { [UInt8]($0["hash"] as Data) } ?? AuditChain.genesis
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let payload = String(decoding: try encoder.encode(fields), as: UTF8.self)
        let event = AuditEvent(
            run: run,
            seq: seq,
            at: now.microseconds,
            kind: kind.rawValue,
            payload: payload
        )
        let hash = Data(AuditChain.hash(previous: previous, event: event))
        try execute(
            "INSERT INTO event (run, seq, at, kind, payload, hash) VALUES (?, ?, ?, ?, ?, ?)",
            [run, seq, event.at, event.kind, payload, hash]
        )
        try execute(
            "INSERT INTO head (run, seq, hash) VALUES (?, ?, ?) "
                + "ON CONFLICT (run) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
            [run, seq, hash]
        )
        return seq
    }
}
