import Foundation
import GRDB

/// What a clip was cut from, in the ledger's own columns.
enum StoredFootage {
    /// What a row of items says; nil where it says nothing.
    static func of(_ row: Row) -> Footage? {
        guard let video = row["video"] as Data? else { return nil }

        return Footage(video: [UInt8](video), start: row["videoStart"], length: row["videoLength"])
    }
}
