/// An API that can be asked for single clips beside being walked.
struct HTTPLookup: ClipLookup {
    let walk: HTTPInventory
    let asker: InventoryAsker
    let lookup: HTTPInventory.Settings.Lookup
    let settings: HTTPInventory.Settings

    var name: String { walk.name }
    var mayWait: Bool { walk.mayWait }

    func page(after cursor: InventoryCursor?) async throws(InventoryError) -> InventoryPage {
        try await walk.page(after: cursor)
    }

    /// Asks for as many ids at once as the API takes.
    ///
    /// - Throws: as a walk, and `halted` for an API that answers with other clips alone: it does not know the parameter.
    func page(of clips: [ClipID]) async throws(InventoryError) -> InventoryPage {
        var found: [Clip] = []
        var badRows: [InventoryPage.BadRow] = []
        var rows = 0
        for start in stride(from: 0, to: clips.count, by: lookup.most) {
            let ids = clips[start..<min(start + lookup.most, clips.count)]
            let page = try await answer(about: ids, after: rows)
            let asked = page.clips.filter { ids.contains($0.id) }
            guard !asked.isEmpty || page.clips.isEmpty else {
                throw asker.halted("it answers with other clips than '\(lookup.parameter)' asks for")
            }

            found += asked
            badRows += page.badRows
            rows += asked.count + page.badRows.count
        }
        let cursor = InventoryCursor(
            identity: settings.identity,
            offset: 0,
            lines: rows,
            rows: rows,
            consumed: "",
            isComplete: true
        )
        return InventoryPage(clips: found, rows: rows, badRows: badRows, cursor: cursor, isLast: true)
    }

    private func answer(
        about ids: ArraySlice<ClipID>,
        after lines: Int
    ) async throws(InventoryError) -> (clips: [Clip], badRows: [InventoryPage.BadRow]) {
        var query = PageQuery(lookup.url.target)
        for id in ids { query.append(lookup.parameter, id.bytes) }
        let target: RequestTarget
        do throws(HTTPSyntaxError) {
            target = try query.target()
        } catch {
            throw asker.halted("\(error)")
        }
        let body = try await asker.ask(target, at: lookup.url.origin).body
        var single = settings
        single.paging = .none
        let reader = PageRows(single)
        do throws(RowFlaw) {
            return reader.clips(try reader.page(body.span).rows, body.span, after: lines)
        } catch {
            throw asker.halted("its answer is not what the job describes: \(error)")
        }
    }
}
