/// One record of a CSV file (RFC 4180), cut but not read.
struct CSVRecord {
    /// One field, without the quotes around it.
    struct Cell {
        /// Where it stands, from the record's beginning.
        var range: Range<Int>
        /// It holds doubled quotes.
        var hasQuotes = false
    }

    /// Cells beyond are counted and not kept: no header has as many columns.
    static let maximumCells = 1024

    /// Where it stands in the buffer, without its line break.
    var range = 0..<0
    /// The first `maximumCells` of it.
    var cells: [Cell] = []
    var cellCount = 0
    /// Lines that it covers, its line breaks in quotes among them.
    var lines = 0
    /// How it breaks the rules of the format; it has ended all the same.
    var flaw: RowFlaw?
    /// A byte over 127 stands in it, so that it may not be UTF-8.
    var hasOtherThanASCII = false

    /// It is one empty cell without quotes: a line with nothing in it.
    var isBlank: Bool { cellCount == 1 && range.isEmpty }

    /// Forgets what it was, and keeps the memory of it.
    mutating func begin() {
        cells.removeAll(keepingCapacity: true)
        (range, cellCount, lines, flaw, hasOtherThanASCII) = (0..<0, 0, 0, nil, false)
    }

    mutating func end(_ cell: Cell) {
        cellCount += 1
        if cells.count < Self.maximumCells { cells.append(cell) }
    }
}
