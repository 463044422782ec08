/// Does the same for many values, a few at a time.
enum BoundedTasks {
    /// The results, in no order.
    static func map<Value: Sendable, Result: Sendable>(
        _ values: some Sequence<Value>,
        atMost limit: Int,
        _ body: @escaping @Sendable (Value) async -> Result
    ) async -> [Result] {
        await withTaskGroup(of: Result.self) { group in
            var waiting = values.makeIterator()
            for _ in 0..<limit {
                guard let value = waiting.next() else { break }

                group.addTask { await body(value) }
            }
            var results: [Result] = []
            while let result = await group.next() {
                results.append(result)
                if let value = waiting.next() { group.addTask { await body(value) } }
            }
            return results
        }
    }
}
