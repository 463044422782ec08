extension InventoryBytes {
    /// What one line is.
    enum Line {
        /// The bytes of `buffer` up to the newline, or up to the end of the file where there is none.
        case row(Range<Int>, isTerminated: Bool)
        /// A line that was skipped because it exceeds `longestRow`.
        case tooLong(isTerminated: Bool)
        case end
    }

    /// Goes past the next line.
    ///
    /// - Throws: `unreadable`, and what `MemberReader` throws.
    mutating func nextLine() throws(InventoryError) -> Line {
        var searched = 0
        while true {
            if let newline = newline(from: start + searched) {
                let line = start..<newline
                consume(to: newline + 1)
                return line.count > Self.longestRow
                    ? .tooLong(isTerminated: true) : .row(line, isTerminated: true)
            }
            searched = buffer.count - start
            guard searched <= Self.longestRow else { return try skipLine() }

            guard try refill() else {
                let line = start..<buffer.count
                consume(to: buffer.count)
                return line.isEmpty ? .end : .row(line, isTerminated: false)
            }
        }
    }

    private mutating func skipLine() throws(InventoryError) -> Line {
        repeat {
            consume(to: buffer.count)
            guard try refill() else { return .tooLong(isTerminated: false) }
        } while newline(from: start) == nil
        consume(to: (newline(from: start) ?? start) + 1)
        return .tooLong(isTerminated: true)
    }

    private func newline(from index: Int) -> Int? {
        let bytes = buffer.span
        var index = index
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { return index }
            index += 1
        }
        return nil
    }
}
