import Foundation
import GRDB

// The clips outside a plan that prove its verdicts.
extension LedgerTransaction {
    /// Names a clip whose links must answer lit where the plan's links are to be dark (R17).
    func addControl(_ clip: ClipID, _ links: [Link], to run: RunID) throws {
        for link in links {
            try execute(
                "INSERT OR IGNORE INTO control (run, family, host, url, clip) VALUES (?, ?, ?, ?, ?)",
                [run.number, link.family, link.host, Data(link.url.bytes), Data(clip.bytes)]
            )
        }
    }

    /// Takes over the controls of the site's newest run that has some, where the walk found none of its own.
    func borrowControls(for run: RunID) throws {
        try execute(
            """
            INSERT OR IGNORE INTO control (run, family, host, url, clip)
            SELECT ?1, family, host, url, clip FROM control
            WHERE run = (
                    SELECT r.id FROM run r
                    WHERE r.id <> ?1 AND r.site = (SELECT site FROM run WHERE id = ?1)
                        AND EXISTS (SELECT 1 FROM control c WHERE c.run = r.id)
                    ORDER BY r.id DESC LIMIT 1)
                AND NOT EXISTS (SELECT 1 FROM control c WHERE c.run = ?1)
                AND clip NOT IN (SELECT clip FROM tombstone)
            """,
            [run.number]
        )
    }

    func removeControl(_ clip: ClipID, of run: RunID) throws {
        try execute("DELETE FROM control WHERE run = ? AND clip = ?", [run.number, Data(clip.bytes)])
    }

    func controlClips(of run: RunID) throws -> [ClipID] {
        try Data.fetchAll(
            db,
            sql: "SELECT DISTINCT clip FROM control WHERE run = ? ORDER BY clip",
            arguments: [run.number]
        ).map { ClipID(stored: [UInt8]($0)) }
    }
}
