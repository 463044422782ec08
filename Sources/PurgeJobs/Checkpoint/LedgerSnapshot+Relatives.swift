import Foundation
import GRDB

// What is close to a run's clips, for people to look at.
extension LedgerSnapshot {
    /// Whether clips close to the run's were searched, and why not all were.
    package enum RelativeSearchState: Sendable {
        /// By a version that did not search, or not yet.
        case none
        case whole
        case short(String)
    }

    package func relativeSearch(of run: RunID) throws -> RelativeSearchState {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT shortfall FROM relativeSearch WHERE run = ?",
            arguments: [run.number]
        )
        guard let row else { return .none }

        return (row[0] as String?).map { .short($0) } ?? .whole
    }

    /// Sums, the closest first, then those with most views.
    package func relativeSums(of run: RunID) throws -> [RelativeSum] {
        let sums = try Row.fetchAll(
            db,
            sql: """
                SELECT s.relation, CASE s.relation WHEN 'sameChannel' THEN i.channel WHEN 'sameCreator' THEN i.creator
                    ELSE i.video END, sum(s.clips), CAST(total(s.views) AS INTEGER)
                FROM relativeSum s JOIN item i ON i.run = s.run AND i.number = s.item
                WHERE s.run = ? GROUP BY 1, 2 ORDER BY 4 DESC, 3 DESC, 2
                """,
            arguments: [run.number]
        ).compactMap { row -> RelativeSum? in
            guard let relation = ClipRelation(rawValue: row[0]) else { return nil }

            return RelativeSum(
                relation: relation,
                name: (row[1] as Data?).map { [UInt8]($0) },
                clips: row[2],
                views: row[3]
            )
        }
        return ClipRelation.allCases.flatMap { relation in sums.filter { $0.relation == relation } }
    }

    /// Calls `body` with each clip that is named, in the order in which they were found.
    package func forEachRelative(of run: RunID, _ body: (RelativeOverview) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT r.relation, r.clip, i.clip, r.views FROM relative r
                JOIN item i ON i.run = r.run AND i.number = r.item WHERE r.run = ? ORDER BY r.number
                """,
            arguments: [run.number]
        )
        while let row = try rows.next() {
            guard let relation = ClipRelation(rawValue: row[0]) else { continue }

            try body(
                RelativeOverview(
                    relation: relation,
                    clip: ClipID(stored: [UInt8](row[1] as Data)),
                    item: ClipID(stored: [UInt8](row[2] as Data)),
                    views: row[3]
                )
            )
        }
    }
}
