import Foundation
import GRDB
import Synchronization

/// The database of runs, plans, attempts, verdicts and events, held by one process at a time.
///
/// Opening takes the lock, raises the fence and checks the file; from then on this is the only connection that
/// writes. A change returns when it is durable: WAL with `synchronous=FULL`, one sync for all changes that
/// gathered while the last one ran (R1).
package final class Ledger: Sendable {
    package let directory: StateDirectory
    private let lock: LedgerLock
    private let writer: LedgerWriter
    private let clock: @Sendable () -> Timestamp
    private let opening: Opening
    private let currentFence: Atomic<Int64>

    /// Who opens the ledger, and for what: written down at each opening.
    private struct Opening: Sendable {
        let command: String
        let person: Operator
    }

    /// Takes hold of the ledger in `directory`, making it where there is none.
    ///
    /// - Throws: `LedgerError`: `locked` when another process holds it, `unusable` for a directory or file that
    ///   cannot hold a ledger, `cannotWrite` when the fence cannot be raised.
    package static func open(
        _ directory: StateDirectory,
        by operator: Operator,
        command: String,
        clock: @escaping @Sendable () -> Timestamp = { WallClock.now() }
    ) async throws(LedgerError) -> Ledger {
        try directory.prepare()
        let lock = try LedgerLock(
            directory.lock,
            of: directory,
            holder: Self.holder(command, since: clock())
        )
        let writer = LedgerWriter(try Self.connect(directory), path: directory.path)
        let opening = Opening(command: command, person: `operator`)
        let ledger = Ledger(directory, lock, writer, opening, clock)
        try await ledger.raiseFence()
        return ledger
    }

    private init(
        _ directory: StateDirectory,
        _ lock: LedgerLock,
        _ writer: LedgerWriter,
        _ opening: Opening,
        _ clock: @escaping @Sendable () -> Timestamp
    ) {
        self.directory = directory
        self.lock = lock
        self.writer = writer
        self.opening = opening
        self.clock = clock
        currentFence = Atomic(0)
    }

    /// Raised at each opening; a process that lost the ledger writes with an old one and changes nothing.
    var fence: Int64 { currentFence.load(ordering: .sequentiallyConsistent) }

    private func raiseFence() async throws(LedgerError) {
        let (path, now, opening) = (directory.path, clock(), opening)
        let fence = try await writer.commit { db in
            try db.execute(sql: "UPDATE ledger SET fence = fence + 1")
            let fence = try Int64.fetchOne(db, sql: "SELECT fence FROM ledger") ?? 0
            let transaction = LedgerTransaction(db: db, path: path, fence: fence, now: now)
            try transaction.append(
                .opened,
                run: 0,
                ["command": opening.command, "fence": "\(fence)"].merging(opening.person.fields) { $1 }
            )
            return fence
        }
        currentFence.store(fence, ordering: .sequentiallyConsistent)
    }

    static func holder(_ command: String, since start: Timestamp) -> String {
        "`purge \(command)`, process \(ProcessInfo.processInfo.processIdentifier), since \(start)"
    }

    package var now: Timestamp { clock() }

    /// Runs a change in a transaction of the next commit and returns when that commit is durable.
    ///
    /// - Throws: `LedgerError`; after `cannotWrite` nothing may be sent.
    func change<Value: Sendable>(
        _ body: @escaping @Sendable (LedgerTransaction) throws -> Value
    ) async throws(LedgerError) -> Value {
        let path = directory.path
        let fence = fence
        let now = clock()
        return try await writer.commit { db in
            try body(LedgerTransaction(db: db, path: path, fence: fence, now: now))
        }
    }

    /// Whether a command that goes first waits for the ledger.
    var isWantedFirst: Bool { LedgerLock.isTaken(directory.urgency) }

    /// Lets a command that goes first have the ledger, and takes it back when that one has ended (R19).
    ///
    /// Nothing may be under way: what is changed meanwhile waits, and is done with a new fence.
    /// Answers false when `isWorthWaiting` said no first: then the ledger is not held any more.
    ///
    /// - Throws: `LedgerError` when it cannot be opened again.
    func giveWay(while isWorthWaiting: @Sendable () -> Bool) async throws(LedgerError) -> Bool {
        await writer.close()
        lock.release()
        while true {
            // A cancelled sleep ends at once; whether to go on is for the caller to say.
            try? await Task.sleep(for: .milliseconds(20))
            guard isWorthWaiting() else { return false }
            guard !isWantedFirst, lock.retake() else { continue }

            await writer.reopen(try Self.connect(directory))
            try await raiseFence()
            return true
        }
    }

    private static func connect(_ directory: StateDirectory) throws(LedgerError) -> DatabaseQueue {
        do {
            var configuration = Configuration()
            configuration.label = "ledger"
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
            }
            let queue = try DatabaseQueue(path: directory.ledger, configuration: configuration)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA journal_mode = WAL")
                // GRDB sets NORMAL when it turns WAL on; with it an effect could leave before its intent is durable.
                try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0")
                // Or a large change spills pages, and reads them again.
                try db.execute(sql: "PRAGMA cache_size = -32768")
            }
            try queue.read { db in try LedgerSchema.refuseNewer(db, path: directory.path) }
            try LedgerSchema.migrator.migrate(queue)
            try queue.write { db in
                try db.execute(
                    sql: "INSERT OR IGNORE INTO ledger (id, identity, urlKey, fence) "
                        + "VALUES (1, randomblob(16), randomblob(32), 0)"
                )
            }
            return queue
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_NOTADB || error.resultCode == .SQLITE_CORRUPT
        {
            throw LedgerError(
                path: directory.path,
                cause: .unusable(
                    "\(directory.ledger) is damaged (\(error.message ?? "")); restore it from a backup"
                )
            )
        } catch {
            throw LedgerError(ofWriting: error, path: directory.path)
        }
    }
}
