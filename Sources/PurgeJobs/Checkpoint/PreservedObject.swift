import Foundation
import GRDB

/// One object whose bytes were put aside for a hold, as the ledger has it.
package struct PreservedObject: Sendable {
    /// What became of it in the end.
    package enum Ending: String, CaseIterable, Sendable {
        /// Back where the takedown hid it.
        case released
        case destroyed
    }

    package let clip: ClipID
    /// The run that hid it, and put it aside.
    package let run: RunID
    package let store: String
    package let key: ObjectKey
    package let bytes: PreservedBytes
    package let preservedAt: Timestamp
    package let ending: Ending?
    package let endedAt: Timestamp?
    let object: Int64

    static let columns = """
        p.clip, p.run, o.store, o.key, p.digest, p.size, p.way, p.preservedAt, p.ending, p.endedAt, p.object
        FROM preserved p JOIN object o ON o.run = p.run AND o.number = p.object
        """

    /// Takes a row of `columns`.
    init(_ row: Row) {
        clip = ClipID(stored: [UInt8](row[0] as Data))
        run = RunID(stored: row[1])
        store = row[2]
        key = ObjectKey(stored: [UInt8](row[3] as Data))
        bytes = PreservedBytes(
            digest: Digest(stored: [UInt8](row[4] as Data)),
            size: row[5],
            way: PreservedBytes.Way(rawValue: row[6]) ?? .copied
        )
        preservedAt = Timestamp(microseconds: row[7])
        ending = (row[8] as String?).flatMap(Ending.init(rawValue:))
        endedAt = (row[9] as Int64?).map(Timestamp.init(microseconds:))
        object = row[10]
    }
}
