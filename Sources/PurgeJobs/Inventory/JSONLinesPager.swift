/// Turns lines into pages of clips.
struct JSONLinesPager: Sendable {
    /// How large a page may become, whichever comes first; the last row may exceed the bytes.
    struct Limits: Hashable, Sendable {
        var rows = 1000
        var bytes = 1 << 20
    }

    let source: String
    let tree: InventoryFieldTree
    let limits: Limits

    private struct Draft {
        var clips: [Clip] = []
        var badRows: [InventoryPage.BadRow] = []
        var rows = 0
        var lines = 0
        var isLast = false
    }

    /// The page that begins where `feed` stands, which is where `cursor` says.
    ///
    /// - Throws: `notAnInventory` for what is no UTF-8 text, `truncated` for a last row that breaks off,
    ///   `unreadable`.
    func page(of feed: inout LineFeed, after cursor: InventoryCursor) throws(InventoryError) -> InventoryPage
    {
        if cursor.offset == 0 { try refuseOtherFormats(try feed.head(4)) }
        feed.beginHash(after: Hexadecimal.bytes(of: cursor.consumed.utf8) ?? [])
        var reader = ClipRowReader(tree)
        var draft = Draft()
        let end = cursor.offset + Int64(limits.bytes)
        while !draft.isLast, draft.rows < limits.rows, feed.offset < end {
            try take(try feed.next(), feed.buffer, with: &reader, into: &draft, cursor.lines)
        }
        let next = InventoryCursor(
            identity: cursor.identity,
            offset: feed.offset,
            lines: cursor.lines + draft.lines,
            rows: cursor.rows + draft.rows,
            consumed: Hexadecimal.text(of: feed.endHash()),
            isComplete: draft.isLast
        )
        return InventoryPage(
            clips: draft.clips,
            rows: draft.rows,
            badRows: draft.badRows,
            cursor: next,
            isLast: draft.isLast
        )
    }

    private func take(
        _ line: LineFeed.Line,
        _ buffer: [UInt8],
        with reader: inout ClipRowReader,
        into draft: inout Draft,
        _ linesBefore: Int
    ) throws(InventoryError) {
        guard case .end = line else {
            draft.lines += 1
            try row(line, buffer, with: &reader, into: &draft, number: linesBefore + draft.lines)
            return
        }

        draft.isLast = true
    }

    private func row(
        _ line: LineFeed.Line,
        _ buffer: [UInt8],
        with reader: inout ClipRowReader,
        into draft: inout Draft,
        number: Int
    ) throws(InventoryError) {
        do throws(RowFlaw) {
            guard case .row(let range, _) = line else { throw .tooLong }

            let bytes = buffer.span.extracting(range)
            guard !Self.isBlank(bytes) else { return }

            draft.clips.append(try reader.clip(in: bytes))
        } catch {
            guard Self.isTerminated(line) || Self.isWhole(error) else {
                throw InventoryError(source: source, cause: .truncated(line: number))
            }

            draft.badRows.append(InventoryPage.BadRow(line: number, reason: error.description))
        }
        draft.rows += 1
    }

    private static func isTerminated(_ line: LineFeed.Line) -> Bool {
        switch line {
        case .row(_, let isTerminated), .tooLong(let isTerminated): isTerminated
        case .end: true
        }
    }

    /// Whether a row with that flaw is known not to be the first part of a longer one.
    private static func isWhole(_ flaw: RowFlaw) -> Bool { !flaw.isBroken && flaw != .tooLong }

    private static func isBlank(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
            default: return false
            }
        }
        return true
    }

    /// Refuses by their first bytes what text editors, spreadsheets and compressors make of a file.
    private func refuseOtherFormats(_ head: ArraySlice<UInt8>) throws(InventoryError) {
        let why: String? =
            if head.starts(with: [0xef, 0xbb, 0xbf]) {
                "it begins with a byte order mark; save it as UTF-8 without one"
            } else if head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff]) {
                "it is UTF-16; save it as UTF-8"
            } else if head.prefix(2).contains(0) {
                "it holds NUL bytes, as UTF-16 does; save it as UTF-8"
            } else if head.starts(with: [0x1f, 0x8b]) || head.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
                "it is compressed; expand it, or pipe it in"
            } else {
                nil
            }
        if let why { throw InventoryError(source: source, cause: .notAnInventory(why)) }
    }
}
