// What a plan leaves to people: clips that nobody reported, close to those that it acts on.
extension Planner {
    /// Looks through the sources once more; nothing is planned for what is found.
    ///
    /// - Throws: `LedgerError`. A source that cannot be read again is no error: the plan is whole without this, and what is
    ///   missing here is said with it.
    func relatives(of run: RunID) async throws -> RelativeFindings {
        if let noRelatives { return RelativeFindings(shortfall: noRelatives) }

        let limit = RelativeSearch.maximumItems
        let items = try await ledger.change { try $0.searched(of: run, limit: limit + 1) }
        guard items.count <= limit else {
            return RelativeFindings(shortfall: "the plan acts on more than \(limit) clips")
        }

        let search = RelativeSearch(items)
        var findings = RelativeFindings()
        guard !search.isEmpty else { return findings }

        let cursors = try await ledger.change { try $0.snapshot.sources(of: run).map(\.cursor) }
        for (source, cursor) in zip(sources, cursors) {
            if try cursor.map(InventoryCursor.init(text:))?.isStream == true {
                findings.fallShort("\(source.source.name) is a stream, which can be read only once")
            } else {
                try await look(through: source.source, search, run, &findings)
            }
        }
        return findings
    }

    private func look(
        through source: any InventorySource,
        _ search: RelativeSearch,
        _ run: RunID,
        _ findings: inout RelativeFindings
    ) async throws {
        var cursor: InventoryCursor?
        var rows = 0
        var isLast = false
        while !isLast {
            try await heedStop(run, .relating, rows: rows)
            let page: InventoryPage
            do {
                page = try await patiently(source, of: run) { [cursor] source throws(InventoryError) in
                    try await source.page(after: cursor)
                }
            } catch let error as InventoryError {
                findings.fallShort(error.description)
                return
            }
            let found = page.clips.compactMap(search.relative)
            if !found.isEmpty {
                let strangers = try await ledger.change {
                    try $0.strangers(among: found.map(\.clip), in: run)
                }
                for relative in found where strangers.contains(relative.clip) { findings.note(relative) }
            }
            rows += page.rows
            cursor = page.cursor
            isLast = page.isLast
            progress(RunProgress(phase: .relating, rows: rows))
        }
    }
}
