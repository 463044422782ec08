/// Turns rows into pages of clips.
struct InventoryPager: Sendable {
    /// The most rows of one page.
    let rows: Int
    /// The bytes after which a page ends with the row that it is in.
    let bytes: Int

    private struct Draft {
        var clips: [Clip] = []
        var badRows: [InventoryPage.BadRow] = []
        var rows = 0
        var lines = 0
        var isLast = false

        mutating func take(_ row: InventoryRow, line: Int) {
            switch row {
            case .clip(let clip):
                clips.append(clip)
                rows += 1
            case .bad(let flaw):
                badRows.append(InventoryPage.BadRow(line: line, reason: flaw.description))
                rows += 1
            case .blank: break
            case .end: isLast = true
            }
        }
    }

    /// The page that begins where `source` stands, which is where `cursor` says.
    ///
    /// - Throws: what the rows throw; they are of no use afterwards.
    func page(
        of source: inout any InventoryRows,
        after cursor: InventoryCursor
    ) throws(InventoryError) -> InventoryPage {
        source.bytes.beginHash(after: Hexadecimal.bytes(of: cursor.consumed.utf8) ?? [])
        var draft = Draft()
        if cursor.offset == 0 { draft.lines = try source.begin() }
        let end = cursor.offset + Int64(bytes)
        while !draft.isLast, draft.rows < rows, source.bytes.offset < end {
            let line = cursor.lines + draft.lines + 1
            let (row, lines) = try source.next(line: line)
            draft.take(row, line: line)
            draft.lines += lines
        }
        var next = InventoryCursor(
            identity: cursor.identity,
            offset: source.bytes.offset,
            lines: cursor.lines + draft.lines,
            rows: cursor.rows + draft.rows,
            consumed: Hexadecimal.text(of: source.bytes.endHash()),
            isComplete: draft.isLast
        )
        next.member = source.bytes.member
        return InventoryPage(
            clips: draft.clips,
            rows: draft.rows,
            badRows: draft.badRows,
            cursor: next,
            isLast: draft.isLast
        )
    }
}
