import Foundation
import GRDB

/// A read-only look at a ledger, at any time, by any number of processes; it never checkpoints.
package struct LedgerReader: Sendable {
    private let queue: DatabaseQueue
    private let path: String

    /// Opens the ledger in `directory` for reading.
    ///
    /// - Throws: `LedgerError` when there is none, when it is damaged, or when a newer Purge wrote it.
    package init(_ directory: StateDirectory) throws(LedgerError) {
        path = directory.path
        guard FileManager.default.fileExists(atPath: directory.ledger) else {
            throw LedgerError(
                path: directory.path,
                cause: .unusable("there is none yet; `purge plan JOB` makes one")
            )
        }

        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.label = "ledger reader"
            configuration.busyMode = .timeout(5)
            queue = try DatabaseQueue(path: directory.ledger, configuration: configuration)
            try queue.read { db in
                try LedgerSchema.refuseNewer(db, path: directory.path)
                try LedgerSchema.refuseOlder(db, path: directory.path)
            }
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(path: directory.path, cause: .cannotRead("\(error)"))
        }
    }

    /// Looks at one moment of the ledger: whatever is written meanwhile is not seen.
    ///
    /// - Throws: `LedgerError` when it cannot be read, and what `body` throws.
    package func look<Value>(_ body: (LedgerSnapshot) throws -> Value) throws -> Value {
        do {
            return try queue.read { db in try body(LedgerSnapshot(db: db, path: path)) }
        } catch let error as DatabaseError {
            throw LedgerError(path: path, cause: .cannotRead("\(error)"))
        }
    }
}
