/// Finds where the records and fields of a CSV file end (RFC 4180 section 2), byte by byte, in constant memory.
///
/// A record ends in LF or CRLF outside quotes. What the format does not allow makes the record bad and moves no
/// boundary: a quote within a field that does not begin with one is a character like others, and what follows a
/// closing quote belongs to the field.
struct CSVCutter {
    private enum State {
        case fieldStart
        case plain
        case quoted
        /// A quote within quotes: the field's end, or the first of two.
        case quote
        /// A CR outside quotes: the first half of a line break.
        case carriageReturn
    }

    /// What the bytes so far amount to.
    enum Progress {
        /// The record has ended; `next` is the place after its line break.
        case ended(next: Int)
        case needsMore
    }

    /// Ranges in it count from the record's beginning.
    private(set) var record = CSVRecord()
    private var state = State.fieldStart
    /// The next byte to be looked at, from the record's beginning.
    private var index = 0
    private var cell = CSVRecord.Cell(range: 0..<0)
    /// Bytes of the record that were dropped because it is too long.
    private var dropped = 0

    /// Whether it stands within quotes, where a line break ends nothing.
    var isInQuotes: Bool { state == .quoted }

    /// Whether a byte of the record was seen.
    var hasBegun: Bool { index > 0 || dropped > 0 }

    /// The record has more bytes than are kept of one.
    var isTooLong: Bool { index > InventoryBytes.longestRow }

    /// Makes ready for the next record.
    mutating func begin() {
        record.begin()
        state = .fieldStart
        index = 0
        dropped = 0
    }

    /// Looks at the bytes that begin at `start`, the record's own beginning or what was kept of it.
    mutating func cut(_ bytes: Span<UInt8>, from start: Int) -> Progress {
        var other: UInt8 = 0
        defer { if other > 127 { record.hasOtherThanASCII = true } }
        while start + index < bytes.count {
            let byte = bytes[start + index]
            other |= byte
            // The five bytes that mean something lie below.
            if byte > UInt8(ascii: ","), state == .plain || state == .quoted {
                index += 1
            } else if take(byte) {
                return .ended(next: start + index)
            }
        }
        return .needsMore
    }

    /// Forgets what was cut of a record that is too long, so that its bytes need not be kept.
    mutating func drop() {
        dropped += index
        index = 0
        cell.range = 0..<0
        record.cells.removeAll(keepingCapacity: true)
        record.flaw = .tooLong
    }

    /// One byte further; true after the record's last.
    private mutating func take(_ byte: UInt8) -> Bool {
        if byte == 0 { note(.nulByte) }
        switch state {
        case .fieldStart: return takeFirst(byte)
        case .plain: return takePlain(byte)
        case .quoted:
            if byte == UInt8(ascii: "\"") {
                state = .quote
            } else if byte == UInt8(ascii: "\n") {
                record.lines += 1
            }
        case .quote:
            guard byte == UInt8(ascii: "\"") else {
                return takeAfterQuotes(byte)
            }
            cell.hasQuotes = true
            state = .quoted
        case .carriageReturn:
            if byte == UInt8(ascii: "\n") {
                endRecord(index - 1)
                return true
            }
            note(.bareCarriageReturn)
            state = .plain
            return takePlain(byte)
        }
        index += 1
        return false
    }

    private mutating func takeFirst(_ byte: UInt8) -> Bool {
        cell = CSVRecord.Cell(range: index..<index)
        guard byte == UInt8(ascii: "\"") else {
            state = .plain
            return takePlain(byte)
        }

        state = .quoted
        index += 1
        cell.range = index..<index
        return false
    }

    private mutating func takePlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","):
            endPlainCell()
            state = .fieldStart
        case UInt8(ascii: "\n"):
            endPlainCell()
            endRecord(index)
            return true
        case UInt8(ascii: "\r"):
            endPlainCell()
            state = .carriageReturn
        case UInt8(ascii: "\""):
            note(.strayQuote)
        default: break
        }
        index += 1
        return false
    }

    private mutating func takeAfterQuotes(_ byte: UInt8) -> Bool {
        // Of a record that is too long nothing is kept, and its last quote may be among what was dropped.
        cell.range = cell.range.lowerBound..<max(cell.range.lowerBound, index - 1)
        switch byte {
        case UInt8(ascii: ","):
            record.end(cell)
            state = .fieldStart
        case UInt8(ascii: "\n"):
            record.end(cell)
            endRecord(index)
            return true
        case UInt8(ascii: "\r"):
            record.end(cell)
            state = .carriageReturn
        default:
            note(.strayQuote)
            state = .plain
        }
        index += 1
        return false
    }

    private mutating func endPlainCell() {
        cell.range = cell.range.lowerBound..<index
        record.end(cell)
    }

    private mutating func endRecord(_ end: Int) {
        record.range = 0..<max(0, end)
        record.lines += 1
        if dropped + end > InventoryBytes.longestRow { record.flaw = .tooLong }
        index += 1
    }

    private mutating func note(_ flaw: RowFlaw) {
        if record.flaw == nil { record.flaw = flaw }
    }
}
