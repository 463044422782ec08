/// One JSON object a line (https://jsonlines.org).
///
/// A line that ends in no newline counts only as a whole object, so a file that was cut, or is still being written,
/// never completes.
struct JSONLinesRows: InventoryRows {
    var bytes: InventoryBytes
    private let source: String
    private var reader: ClipRowReader

    init(_ bytes: InventoryBytes, _ tree: InventoryFieldTree, source: String) {
        self.bytes = bytes
        self.source = source
        reader = ClipRowReader(tree)
    }

    mutating func begin() throws(InventoryError) -> Int { 0 }

    mutating func next(line: Int) throws(InventoryError) -> (row: InventoryRow, lines: Int) {
        let found = try bytes.nextLine()
        if case .end = found { return (.end, 0) }

        do throws(RowFlaw) {
            guard case .row(let range, _) = found else { throw .tooLong }

            let buffer = bytes.buffer
            let row = buffer.span.extracting(range)
            return (Self.isBlank(row) ? .blank : .clip(try reader.clip(in: row)), 1)
        } catch {
            guard Self.isTerminated(found) || Self.isWhole(error) else {
                throw InventoryError(source: source, cause: .truncated(line: line))
            }

            return (.bad(error), 1)
        }
    }

    private static func isTerminated(_ line: InventoryBytes.Line) -> Bool {
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
}
