import Dispatch
import Synchronization

/// Clips as rows of an SQLite database, with a column that says whether they are published.
///
/// Disable and restore change that column under a guard: of the very row that the plan saw, and from the one value to the other.
/// Nothing is destroyed: what a row stands for lies elsewhere, and a record that is gone cannot be looked at. Evidence is the
/// row's number and the values of the columns that the site names. While others hold the database it is `busy`.
struct SQLiteStore: ClipDisabling {
    let name: String
    private let settings: SQLiteFlag.Settings
    private let queue: DispatchQueue
    private let opened = Opened()

    /// The database as it was opened last: for looks, and, from the first effect on, for changes.
    private final class Opened: Sendable {
        let forLooks = Mutex<SQLiteFlag?>(nil)
        let forChanges = Mutex<SQLiteFlag?>(nil)
    }

    /// Takes it as it is described; it is opened when it is first asked, so that one that is held by others keeps nobody else.
    init(name: String, settings: SQLiteFlag.Settings) {
        self.name = name
        self.settings = settings
        queue = DispatchQueue(label: "purge.store.\(name)")
    }

    func inspect(_ key: ObjectKey) async throws(StoreError) -> ObjectState {
        let row = try await onQueue(key) { () throws(SQLiteTableError) in
            try flag(opened.forLooks, isWritable: false).row(of: key.bytes)
        }
        switch row?.state {
        case .published: return .present(row.map(evidence) ?? ObjectEvidence(identity: "", size: nil))
        case .hidden, nil: return .absent
        case .neither: throw neither(key)
        }
    }

    func disable(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        guard
            let row = try await set(
                .hidden,
                key,
                where: { $0.state == .published && self.evidence($0) == evidence }
            )
        else { return .gone }

        switch row.state {
        case .published: return self.evidence(row) == evidence ? .done : .different(self.evidence(row))
        // A row that was written to after it was hidden is hidden still.
        case .hidden: return isNamed(row, by: evidence) ? .already : .different(self.evidence(row))
        case .neither: throw neither(key)
        }
    }

    func restore(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        guard
            let row = try await set(
                .published,
                key,
                where: { $0.state == .hidden && self.evidence($0) == evidence }
            )
        else { return .gone }

        switch row.state {
        case .published: return self.evidence(row) == evidence ? .already : .different(self.evidence(row))
        case .hidden: return self.evidence(row) == evidence ? .done : .different(self.evidence(row))
        case .neither: throw neither(key)
        }
    }

    /// What was there before, changed where it was meant.
    private func set(
        _ state: SQLiteFlag.Row.State,
        _ key: ObjectKey,
        where isMeant: @escaping @Sendable (SQLiteFlag.Row) -> Bool
    ) async throws(StoreError) -> SQLiteFlag.Row? {
        try await onQueue(key) { () throws(SQLiteTableError) in
            try flag(opened.forChanges, isWritable: true).set(state, of: key.bytes, where: isMeant)
        }
    }

    private func flag(
        _ kept: borrowing Mutex<SQLiteFlag?>,
        isWritable: Bool
    ) throws(SQLiteTableError) -> SQLiteFlag {
        try kept.withLock { flag throws(SQLiteTableError) in
            if let flag { return flag }

            let opened = try SQLiteFlag(settings, isWritable: isWritable)
            flag = opened
            return opened
        }
    }

    private func evidence(_ row: SQLiteFlag.Row) -> ObjectEvidence {
        let values = zip(settings.evidence, row.values).map { " \($0)=\($1)" }
        return ObjectEvidence(identity: "row:\(row.number)" + values.joined(), size: nil)
    }

    private func isNamed(_ row: SQLiteFlag.Row, by evidence: ObjectEvidence) -> Bool {
        evidence.identity.utf8.prefix { $0 != UInt8(ascii: " ") }.elementsEqual("row:\(row.number)".utf8)
    }

    private func neither(_ key: ObjectKey) -> StoreError {
        let why =
            "its '\(VisibleText.of(settings.column))' is neither the value of what is published nor of what is hidden"
        return StoreError(store: name, object: key.description, cause: .unaskable(why))
    }

    /// Runs to its end whatever becomes of the task that asked: databases block, and tasks must not.
    private func onQueue<Value: Sendable>(
        _ key: ObjectKey,
        _ work: @escaping @Sendable () throws(SQLiteTableError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, SQLiteTableError> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(SQLiteTableError) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        switch result {
        case .success(let value): return value
        case .failure(let error):
            let cause: StoreError.Cause = error.kind == .busy ? .busy(error.why) : .unusable(error.why)
            throw StoreError(store: name, object: key.description, cause: cause)
        }
    }
}
