import GRDB

/// The one connection that writes, with group commit: whatever came while a commit ran goes into the next one.
///
/// Nothing here obeys task cancellation: a cancelled task must not lose the record of an effect that happened
/// (R10). The first failure to make a change durable is the last: everything after it is refused.
actor LedgerWriter {
    /// Tells a caller how its change ended.
    private typealias Completion = @Sendable (LedgerError?) -> Void

    private struct Change: Sendable {
        let apply: @Sendable (Database) throws -> Completion
        let refuse: Completion
    }

    /// Nil while another process has the ledger: changes wait for it to come back.
    private var queue: DatabaseQueue?
    private let path: String
    private var pending: [Change] = []
    private var isWriting = false
    private var isClosing = false
    private var closer: CheckedContinuation<Void, Never>?
    private var failure: LedgerError?

    /// Changed rows at the last checkpoint.
    private var checkpointedRows = 0

    /// How many rows may change before the write-ahead log is copied into the database.
    ///
    /// SQLite's own automatic checkpoint ignores an error of its sync; ours does not.
    private static let checkpointInterval = 50_000

    init(_ queue: DatabaseQueue, path: String) {
        self.queue = queue
        self.path = path
    }

    /// Makes a change durable: returns after the sync of the commit that holds it.
    ///
    /// - Throws: `cannotWrite` when nothing is made durable any more; otherwise what made this change, and no
    ///   other, be rolled back.
    func commit<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(LedgerError) -> Value {
        let result: Result<Value, LedgerError> = await withCheckedContinuation { continuation in
            if let failure { return continuation.resume(returning: .failure(failure)) }

            pending.append(
                Change(
                    apply: { db in
                        let value = try body(db)
                        return { continuation.resume(returning: $0.map { .failure($0) } ?? .success(value)) }
                    },
                    refuse: { error in
                        if let error { continuation.resume(returning: .failure(error)) }
                    }
                )
            )
            start()
        }
        return try result.get()
    }

    /// Ends the connection after the commit under way; later changes wait until there is one again.
    func close() async {
        isClosing = true
        if isWriting { await withCheckedContinuation { closer = $0 } }
        // What it holds is durable; a connection that does not close ends with the process.
        try? queue?.close()
        queue = nil
        isClosing = false
    }

    /// Goes on with a new connection.
    func reopen(_ queue: DatabaseQueue) {
        self.queue = queue
        checkpointedRows = 0
        start()
    }

    private func start() {
        guard !isWriting, !isClosing, queue != nil else { return }

        isWriting = true
        // The one unstructured task: it belongs to no caller, so that no caller's cancellation reaches it.
        Task { await drain() }
    }

    private func drain() async {
        while !pending.isEmpty, !isClosing, let queue {
            let group = pending
            pending = []
            if let failure {
                for change in group { change.refuse(failure) }
                continue
            }
            switch await write(group, checkpointedRows, queue) {
            case .success(let rows): checkpointedRows = rows
            case .failure(let error): failure = error
            }
        }
        isWriting = false
        closer?.resume()
        closer = nil
    }

    private func write(
        _ group: [Change],
        _ checkpointed: Int,
        _ queue: DatabaseQueue
    ) async -> Result<Int, LedgerError> {
        let path = path
        return await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { db in
                do {
                    let endings = try Self.transact(group, db, path)
                    let rows = try Self.checkpointed(db, since: checkpointed)
                    for (completion, error) in endings { completion(error) }
                    continuation.resume(returning: .success(rows))
                } catch {
                    // The rollback's own failure adds nothing: SQLite undoes the transaction at the next opening.
                    if db.isInsideTransaction { try? db.rollback() }
                    let failure = LedgerError(ofWriting: error, path: path)
                    for change in group { change.refuse(failure) }
                    continuation.resume(returning: .failure(failure))
                }
            }
        }
    }

    /// Runs a group in one transaction; a change that is refused is undone alone.
    private static func transact(
        _ group: [Change],
        _ db: Database,
        _ path: String
    ) throws -> [(Completion, LedgerError?)] {
        var endings: [(Completion, LedgerError?)] = []
        try db.beginTransaction(.immediate)
        for change in group {
            do {
                try db.inSavepoint {
                    endings.append((try change.apply(db), nil))
                    return .commit
                }
            } catch {
                let refusal = LedgerError(ofWriting: error, path: path)
                if refusal.isFatal { throw refusal }
                endings.append((change.refuse, refusal))
            }
        }
        try db.commit()
        return endings
    }

    /// Copies the log into the database when enough rows have changed; answers how many had at the last time.
    private static func checkpointed(_ db: Database, since rows: Int) throws -> Int {
        guard db.totalChangesCount - rows > checkpointInterval else { return rows }

        try db.checkpoint(.passive)
        return db.totalChangesCount
    }
}
