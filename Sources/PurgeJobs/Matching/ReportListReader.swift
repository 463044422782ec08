import Crypto
import Foundation

/// Reads a list entry by entry, in constant memory, and takes the digest of its file.
package struct ReportListReader {
    /// The most bytes of a line, without its newline.
    static let maximumLength = 1 << 16
    private static let chunk = 1 << 16

    /// The SHA-256 of the whole file, once `next()` has returned nil.
    package private(set) var digest: Digest?
    /// Entries returned, malformed ones too.
    package private(set) var entries = 0
    /// Malformed entries returned.
    package private(set) var malformed = 0

    private let list: ReportList
    private let forms: ClipURLForms
    /// Nil where the lines are in the job itself.
    private let handle: FileHandle?
    private var hasher = SHA256()
    private var buffer: [UInt8] = []
    private var start = 0
    private var line = 0

    init(_ list: ReportList, forms: ClipURLForms) throws(ListError) {
        self.list = list
        self.forms = forms
        switch list.source {
        case .file(let path):
            handle = try Self.readable(list) { try FileHandle(forReadingFrom: URL(filePath: path)) }
        case .lines(let lines):
            handle = nil
            buffer = Array(lines.joined(separator: "\n").utf8)
            hasher.update(data: buffer)
        }
        try refuseOtherFormats()
    }

    /// The next entry; nil after the last.
    ///
    /// - Throws: `empty` at the end of a list that has none, `lineTooLong`, `unreadable`.
    package mutating func next() throws(ListError) -> ListEntry? {
        while let bytes = try nextLine() {
            line += 1
            guard bytes.first != UInt8(ascii: "#") else { continue }

            let text = Self.trimmed(bytes)
            guard !text.isEmpty else { continue }

            return entry(Array(text))
        }
        guard entries > 0 else { throw ListError(list: list.name, cause: .empty) }

        digest = digest ?? Digest(Array(hasher.finalize()))
        return nil
    }

    private mutating func entry(_ text: [UInt8]) -> ListEntry {
        let value = list.kind.value(of: text, forms: forms)
        entries += 1
        if case .malformed = value { malformed += 1 }
        return ListEntry(list: list.name, line: line, category: list.category, value: value)
    }

    /// The next line without its newline; nil at the end.
    private mutating func nextLine() throws(ListError) -> ArraySlice<UInt8>? {
        var searched = start
        while true {
            let newline = buffer[searched...].firstIndex(of: UInt8(ascii: "\n"))
            let end = newline ?? buffer.count
            guard end - start <= Self.maximumLength else {
                throw ListError(list: list.name, cause: .lineTooLong(line: line + 1))
            }

            if let newline {
                defer { start = newline + 1 }
                return buffer[start..<newline]
            }
            searched = buffer.count - start
            guard try refill() else {
                defer { start = buffer.count }
                return start < buffer.count ? buffer[start...] : nil
            }
        }
    }

    /// Forgets the lines that were returned and reads more; false at the end of the file.
    private mutating func refill() throws(ListError) -> Bool {
        buffer.removeSubrange(..<start)
        start = 0
        let more = try Self.readable(list) { try handle?.read(upToCount: Self.chunk) }
        guard let more, !more.isEmpty else { return false }

        hasher.update(data: more)
        buffer.append(contentsOf: more)
        return true
    }

    private mutating func refuseOtherFormats() throws(ListError) {
        while buffer.count < 4, try refill() {}
        let why: String? =
            if buffer.starts(with: [0xef, 0xbb, 0xbf]) {
                "it begins with a byte order mark; save it as UTF-8 without one"
            } else if buffer.starts(with: [0xff, 0xfe]) || buffer.starts(with: [0xfe, 0xff]) {
                "it is UTF-16; save it as UTF-8"
            } else if buffer.prefix(2).contains(0) {
                "it holds NUL bytes, as UTF-16 does; save it as UTF-8"
            } else if buffer.starts(with: [0x1f, 0x8b]) || buffer.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
                "it is compressed; expand it"
            } else {
                nil
            }
        if let why { throw ListError(list: list.name, cause: .notAList(why)) }
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = line.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    private static func readable<Value>(
        _ list: ReportList,
        _ action: () throws -> Value
    ) throws(ListError) -> Value {
        do {
            return try action()
        } catch {
            guard case .file(let path) = list.source else {
                throw ListError(list: list.name, cause: .unreadable("\(error)"))
            }

            throw ListError(list: list.name, cause: .unreadable(Self.reason(error, path)))
        }
    }

    /// One sentence about a file; Foundation's own words are several.
    private static func reason(_ error: any Error, _ path: String) -> String {
        let file = VisibleText.of(path)
        guard FileManager.default.fileExists(atPath: path) else { return "there is no file \(file)" }

        return "\(file) cannot be opened or read (\((error as NSError).code))"
    }
}
