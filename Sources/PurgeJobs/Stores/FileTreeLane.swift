/// A file tree's blocking calls, made one after the other on a lane of their own.
struct FileTreeLane<Files: Sendable>: Sendable {
    /// The store, as its errors name it.
    let name: String
    private let files: Files
    private let lane: StoreLane

    init(_ files: Files, name: String, label: String) {
        self.files = files
        self.name = name
        lane = StoreLane(label: label)
    }

    /// Does the work on one object, and returns when its answer is durable.
    func run<Value: Sendable>(
        _ key: ObjectKey,
        _ work: @escaping @Sendable (Files, FileTreePath) throws(StoreError.Cause) -> StoreLane.Answer<Value>
    ) async throws(StoreError) -> Value {
        let files = files
        do throws(StoreError.Cause) {
            return try await lane.run { () throws(StoreError.Cause) in try work(files, FileTreePath(key)) }
        } catch {
            throw StoreError(store: name, object: key.description, cause: error)
        }
    }
}
