import Foundation
import GRDB

// What became of bytes: hidden, erased, preserved; and until when they can be had back.
extension LedgerSnapshot {
    /// What is preserved of a clip now, oldest first.
    package func preserved(of clip: ClipID) throws -> [PreservedObject] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT \(PreservedObject.columns) WHERE p.clip = ? AND p.endedAt IS NULL
                ORDER BY p.preservedAt, p.run, p.object
                """,
            arguments: [Data(clip.bytes)]
        ).map { PreservedObject($0) }
    }

    /// Calls `body` with everything that is preserved now, or ever was, by clip.
    package func forEachPreserved(
        endedToo: Bool,
        _ body: (PreservedObject) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(PreservedObject.columns) WHERE ? OR p.endedAt IS NULL
                ORDER BY p.clip, p.preservedAt, p.run, p.object
                """,
            arguments: [endedToo]
        )
        while let row = try rows.next() { try body(PreservedObject(row)) }
    }

    /// How many of a run's clips have their bytes where.
    package func bytes(of run: RunID, at now: Timestamp) throws -> [BytesOverview] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT i.bytes, count(*), sum(EXISTS (
                        SELECT 1 FROM decision d WHERE d.clip = i.clip AND d.kind = 'hold' AND d.removedAt IS NULL
                            AND (d.expiresAt IS NULL OR d.expiresAt > :now))),
                    sum(coalesce(s.open, 0) > 0), min(s.due), max(s.due)
                FROM item i LEFT JOIN (
                    SELECT item, count(*) AS open, min(due) AS due FROM step
                    WHERE run = :run AND kind = 'delete' AND state IN ('waiting', 'ready', 'intent') GROUP BY item
                ) s ON s.item = i.number
                WHERE i.run = :run AND i.state NOT IN ('exempt', 'alreadyDown') GROUP BY 1 ORDER BY 1
                """,
            arguments: ["run": run.number, "now": now.microseconds]
        ).map { row in
            let (first, last) = (row[4] as Int64?, row[5] as Int64?)
            return BytesOverview(
                bytes: BytesState(rawValue: row[0]) ?? .present,
                clips: row[1],
                held: row[2],
                doomed: row[3],
                deletion: first.map {
                    Timestamp(microseconds: $0)...Timestamp(microseconds: max($0, last ?? $0))
                }
            )
        }
    }
}
