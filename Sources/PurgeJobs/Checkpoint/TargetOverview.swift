import Foundation
import GRDB

/// What one item of a plan came to: what stores hold of it, and where its links are.
package struct TargetOverview: Sendable {
    package let number: Int64
    /// The clip's id, or the host of a URL that no family makes (R20).
    package let name: String
    /// Objects that its families name, and how many of them the stores hold.
    package let objects: Int
    package let present: Int
    package let links: Int
    package let nodes: Int
    package let edges: Int
    /// The deny lists that are to refuse its links.
    package let blockers: Int
    package let cause: String?

    init(_ row: Row) {
        number = row["number"]
        let clip = ClipID(stored: [UInt8](row["clip"] as Data))
        name = (row["looseHost"] as String?).map { "a URL of \($0)" } ?? clip.description
        objects = row["objects"]
        present = row["present"]
        links = row["links"]
        nodes = row["nodes"]
        edges = row["edges"]
        blockers = row["blockers"]
        cause = row["cause"]
    }
}

extension LedgerSnapshot {
    /// What the items of a small plan came to, in the order in which they were named.
    package func targets(of run: RunID) throws -> [TargetOverview] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT i.number, i.clip, i.cause,
                    (SELECT host FROM link l WHERE l.run = i.run AND l.item = i.number AND l.url = i.clip) AS looseHost,
                    (SELECT count(*) FROM object o WHERE o.run = i.run AND o.item = i.number) AS objects,
                    (SELECT count(identity) FROM object o WHERE o.run = i.run AND o.item = i.number) AS present,
                    (SELECT count(*) FROM link l WHERE l.run = i.run AND l.item = i.number) AS links,
                    (SELECT count(DISTINCT place) FROM step s
                        WHERE s.run = i.run AND s.item = i.number AND s.kind = 'purge') AS nodes,
                    (SELECT count(DISTINCT place) FROM step s
                        WHERE s.run = i.run AND s.item = i.number AND s.kind = 'block') AS blockers,
                    (SELECT count(DISTINCT edge) FROM sight s WHERE s.run = i.run AND s.item = i.number) AS edges
                FROM item i WHERE i.run = ? ORDER BY i.number
                """,
            arguments: [run.number]
        ).map(TargetOverview.init)
    }
}
