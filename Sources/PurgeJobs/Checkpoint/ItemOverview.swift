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
        rules = row["rules"]
    }
}
