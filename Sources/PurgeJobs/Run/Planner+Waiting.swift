// How the planner asks sources that may keep it waiting.
extension Planner {
    /// How soon a stop is noticed while a page is on its way.
    private static let glance = Duration.milliseconds(50)

    /// What a source answers.
    ///
    /// One that may be long in coming is left when the run is to stop, to give way or to be held back,
    /// and asked again for the same when the run goes on.
    ///
    /// - Throws: what the source throws, and what `heedStop` throws.
    func patiently(
        _ source: any InventorySource,
        of run: RunID,
        _ ask: @escaping @Sendable (any InventorySource) async throws(InventoryError) -> InventoryPage
    ) async throws -> InventoryPage {
        guard source.mayWait else { return try await ask(source) }

        while true {
            let result = await attended(source, ask)
            guard case .failure(let error) = result, error.cause == .interrupted else {
                return try result.get()
            }
            try await heedStop(run)
            // Nobody wants it to go on who cancelled its task.
            guard !Task.isCancelled else { throw PlanError.interrupted(run: run) }
        }
    }

    private func attended(
        _ source: any InventorySource,
        _ ask: @escaping @Sendable (any InventorySource) async throws(InventoryError) -> InventoryPage
    ) async -> Result<InventoryPage, InventoryError> {
        await withTaskGroup(of: Result<InventoryPage, InventoryError>?.self) { group in
            group.addTask {
                do throws(InventoryError) {
                    return .success(try await ask(source))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask { [stop, desk] in
                while !Task.isCancelled, !stop.isStopping, desk.controls.hold == nil {
                    // Ends at once when the page has come.
                    try? await Task.sleep(for: Self.glance)
                }
                return nil
            }
            var result: Result<InventoryPage, InventoryError>?
            while let ended = await group.next() {
                if let ended { result = ended }
                group.cancelAll()
            }
            return result ?? .failure(InventoryError(source: source.name, cause: .interrupted))
        }
    }
}
