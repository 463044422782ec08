import Foundation
import GRDB

// The search for clips that are close to a plan's.
extension LedgerTransaction {
    /// What is known of the clips that a plan acts on, in the order of the plan; at most so many.
    func searched(of run: RunID, limit: Int) throws -> [(item: Int64, clip: Clip)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT number, clip, channel, creator, video, videoStart, videoLength FROM item
                WHERE run = ? AND state = 'planned' ORDER BY number LIMIT ?
                """,
            arguments: [run.number, limit]
        ).map { row in
            var clip = Clip(id: ClipID(stored: [UInt8](row[1] as Data)))
            clip.channel = (row[2] as Data?).map { [UInt8]($0) }
            clip.creator = (row[3] as Data?).map { [UInt8]($0) }
            clip.footage = StoredFootage.of(row)
            return (row[0], clip)
        }
    }

    /// Those of the clips that are in no plan of the run.
    func strangers(among clips: [ClipID], in run: RunID) throws -> Set<ClipID> {
        Set(try clips.filter { try !hasItem($0, in: run) })
    }

    /// Keeps what a search found, in place of what an interrupted one had found before it.
    func record(_ findings: RelativeFindings, of run: RunID) throws {
        for table in ["relative", "relativeSum", "relativeSearch"] {
            try execute("DELETE FROM \(table) WHERE run = ?", [run.number])
        }
        try execute(
            "INSERT INTO relativeSearch (run, shortfall) VALUES (?, ?)",
            [run.number, findings.shortfall]
        )
        for (subject, sum) in findings.sums {
            try execute(
                "INSERT INTO relativeSum (run, relation, item, clips, views) VALUES (?, ?, ?, ?, ?)",
                [run.number, subject.relation.rawValue, subject.item, sum.clips, sum.views]
            )
        }
        for (index, relative) in findings.relatives.enumerated() {
            try execute(
                "INSERT INTO relative (run, number, relation, item, clip, views) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    run.number, index + 1, relative.relation.rawValue, relative.item,
                    Data(relative.clip.bytes),
                    relative.views,
                ]
            )
        }
    }
}
