import Foundation
import GRDB

/// One item of a run as the ledger has it.
package struct ItemOverview: Sendable {
    package let number: Int64
    package let clip: ClipID
    package let state: ItemState
    package let stage: ItemStage
    package let visibility: Visibility
    package let bytes: BytesState
    package let category: String
    /// How often it was watched, where an inventory says so.
    package let views: Int64?
    /// What it was cut from, where an inventory says so.
    package let footage: Footage?
    package let cause: String?
    package let conflict: String?
    package let darkAt: Timestamp?
    package let links: Int
    /// Pairs of link and edge that have not settled.
    package let unsettled: Int
    /// The rules that it met, by name and version; nil where lists alone named it.
    package let rules: String?

    /// When its hidden bytes are destroyed; nil where they are not, or nobody knows yet when.
    package let deletion: Timestamp?

    /// What is read of an item `i`.
    static let columns = """
        i.*, (SELECT count(*) FROM link l WHERE l.run = i.run AND l.item = i.number) AS links,
            (SELECT count(*) FROM sight s WHERE s.run = i.run AND s.item = i.number AND s.isSettled = 0) AS unsettled,
            (SELECT min(d.due) FROM step d WHERE d.run = i.run AND d.item = i.number AND d.kind = 'delete'
                AND d.state = 'ready') AS deletion,
            (SELECT group_concat(m.list || ', version ' || m.line, '; ') FROM match m
                WHERE m.run = i.run AND m.item = i.number AND m.rule = 'metadata') AS rules
        """

    /// Takes a row of `columns`.
    init(_ row: Row) {
        number = row["number"]
        clip = ClipID(stored: [UInt8](row["clip"] as Data))
        state = ItemState(rawValue: row["state"]) ?? .setAside
        stage = ItemStage(rawValue: row["stage"]) ?? .finished
        visibility = Visibility(rawValue: row["visibility"]) ?? .unknown
        bytes = BytesState(rawValue: row["bytes"]) ?? .present
        category = row["category"]
        views = row["views"]
        footage = StoredFootage.of(row)
        cause = row["cause"]
        conflict = row["conflict"]
        darkAt = (row["darkAt"] as Int64?).map(Timestamp.init(microseconds:))
        links = row["links"]
        unsettled = row["unsettled"]
        deletion = (row["deletion"] as Int64?).map(Timestamp.init(microseconds:))
        rules = row["rules"]
    }
}
