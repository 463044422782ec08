/// Comma-separated values (RFC 4180), whose first record names the columns.
///
/// Every record has to end in a line break, LF or CRLF: the format lets the last one go without, but then a file
/// that was cut within its last field could not be told from a whole one.
struct CSVRows: InventoryRows {
    var bytes: InventoryBytes
    /// Nil before the first record was read.
    private(set) var columns: InventoryColumns?
    private let source: String
    private let fields: InventoryFields
    private var cutter = CSVCutter()
    /// Where the record that was cut last begins in the buffer.
    private var recordStart = 0

    /// Rows from where `bytes` stand; `head` is the same file at its beginning, where they stand elsewhere.
    ///
    /// - Throws: as `begin`, of `head`.
    init(
        _ bytes: InventoryBytes,
        _ fields: InventoryFields,
        head: InventoryBytes? = nil,
        source: String
    ) throws(InventoryError) {
        self.bytes = bytes
        self.fields = fields
        self.source = source
        guard let head else { return }

        var first = try Self(head, fields, source: source)
        _ = try first.begin()
        columns = first.columns
    }

    mutating func begin() throws(InventoryError) -> Int {
        guard try cut(line: 1) else {
            throw notAnInventory("it is empty; its first line has to name the columns")
        }

        let buffer = bytes.buffer
        let record = buffer.span.extracting(range(cutter.record.range))
        if let flaw = Self.flaw(of: cutter.record, record) {
            throw notAnInventory("its first line, which has to name the columns, is no CSV: \(flaw)")
        }

        let names = cutter.record.cells.map { Self.text(of: $0, record) }
        guard names.count == cutter.record.cellCount else {
            throw notAnInventory(InventoryColumns.Flaw.tooMany.description)
        }

        do throws(InventoryColumns.Flaw) {
            columns = try InventoryColumns(names: names, fields)
        } catch {
            throw notAnInventory(VisibleText.of(error.description))
        }
        return cutter.record.lines
    }

    mutating func next(line: Int) throws(InventoryError) -> (row: InventoryRow, lines: Int) {
        guard try cut(line: line) else { return (.end, 0) }
        guard !cutter.record.isBlank else { return (.blank, cutter.record.lines) }

        let buffer = bytes.buffer
        do throws(RowFlaw) {
            let record = buffer.span.extracting(range(cutter.record.range))
            return (.clip(try clip(in: record)), cutter.record.lines)
        } catch {
            return (.bad(error), cutter.record.lines)
        }
    }

    /// Goes past the next record; false at the end of the file.
    private mutating func cut(line: Int) throws(InventoryError) -> Bool {
        cutter.begin()
        while true {
            if case .ended(let next) = look() {
                recordStart = bytes.start
                bytes.consume(to: next)
                return true
            }
            if cutter.isTooLong {
                cutter.drop()
                bytes.consume(to: bytes.buffer.count)
            }
            guard try bytes.refill() else { break }
        }
        guard cutter.hasBegun else { return false }

        throw InventoryError(
            source: source,
            cause: cutter.isInQuotes ? .truncated(line: line) : .unterminated(line: line)
        )
    }

    private mutating func look() -> CSVCutter.Progress {
        let buffer = bytes.buffer
        return cutter.cut(buffer.span, from: bytes.start)
    }

    private func range(_ range: Range<Int>) -> Range<Int> {
        (recordStart + range.lowerBound)..<(recordStart + range.upperBound)
    }

    private func clip(in bytes: Span<UInt8>) throws(RowFlaw) -> Clip {
        if let flaw = Self.flaw(of: cutter.record, bytes) { throw flaw }

        let count = columns?.count ?? 0
        guard cutter.record.cellCount == count else {
            throw .wrongFieldCount(cutter.record.cellCount, expected: count)
        }

        var draft = ClipDraft()
        for column in columns?.wanted ?? [] {
            let text = Self.text(of: cutter.record.cells[column.index], bytes)
            if !text.isEmpty { draft.keep(cell: text, as: column.role, column.path) }
        }
        return try draft.clip()
    }

    private func notAnInventory(_ why: String) -> InventoryError {
        InventoryError(source: source, cause: .notAnInventory(why))
    }

    /// A cell's bytes, with its doubled quotes made single.
    private static func text(of cell: CSVRecord.Cell, _ record: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(cell.range.count)
        var index = cell.range.lowerBound
        while index < cell.range.upperBound {
            text.append(record[index])
            index += cell.hasQuotes && record[index] == UInt8(ascii: "\"") ? 2 : 1
        }
        return text
    }

    private static func flaw(of record: CSVRecord, _ bytes: Span<UInt8>) -> RowFlaw? {
        if let flaw = record.flaw { return flaw }
        return record.hasOtherThanASCII && !JSONLexer.isUTF8(bytes) ? .invalidUTF8 : nil
    }
}
