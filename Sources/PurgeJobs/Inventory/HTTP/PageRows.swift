/// Reads the pages of an API as its settings describe them.
struct PageRows {
    /// What a page holds.
    struct Page {
        /// Where each row stands.
        let rows: [Range<Int>]
        /// What it says of the next one; nil where it says nothing.
        let next: JSONFinder.Value?
        /// How many rows there are in all.
        let total: Int?
    }

    private let settings: HTTPInventory.Settings
    private let tree: InventoryFieldTree

    init(_ settings: HTTPInventory.Settings) {
        self.settings = settings
        tree = InventoryFieldTree(settings.fields)
    }

    /// Takes a page apart; without its array it is none, whatever else it says.
    ///
    /// - Throws: what is wrong with it.
    func page(_ bytes: Span<UInt8>) throws(RowFlaw) -> Page {
        let rows = settings.rows ?? ""
        switch settings.paging {
        case .token(let field, _):
            let values = try JSONFinder.values(at: [rows, field, Self.parent(of: field)], in: bytes)
            // Of a cursor in an object of its own, the object is there on the last page, too: without it the name is wrong.
            guard case .object? = values[2] else { throw .missingField(Self.parent(of: field)) }

            return Page(rows: try Self.array(values[0], rows), next: values[1], total: nil)
        case .offset(_, let total?):
            let values = try JSONFinder.values(at: [rows, total], in: bytes)
            guard case .number(let digits)? = values[1],
                let count = Int(String(decoding: digits, as: UTF8.self)), count >= 0
            else { throw .missingField(total) }

            return Page(rows: try Self.array(values[0], rows), next: nil, total: count)
        case .offset(_, nil), .link, .none:
            let values = try JSONFinder.values(at: [rows], in: bytes)
            return Page(rows: try Self.array(values[0], rows), next: nil, total: nil)
        }
    }

    /// What to ask for after a page; empty at the end.
    ///
    /// - Throws: `wrongType` for a cursor that is none, `foreignLink` and `shortOfTotal`.
    func next(
        _ page: Page,
        _ header: HeaderBlock,
        after place: [UInt8],
        _ url: HTTPURL
    ) throws(RowFlaw) -> [UInt8] {
        switch settings.paging {
        case .none: return []
        case .link: return try LinkField.next(in: header, of: url)
        case .token(let field, _):
            switch page.next {
            case nil, .null: return []
            case .text(let token), .number(let token): return token
            case .array, .object, .answer: throw .wrongType(field)
            }
        case .offset:
            let before = Int(String(decoding: place, as: UTF8.self)) ?? 0
            let after = before + page.rows.count
            if let total = page.total {
                guard after < total else { return [] }
                guard !page.rows.isEmpty else { throw .shortOfTotal(after, total) }
            }
            return page.rows.isEmpty ? [] : Array("\(after)".utf8)
        }
    }

    /// The clips of a page, and the rows that are none, numbered from the walk's first row.
    func clips(
        _ rows: [Range<Int>],
        _ bytes: Span<UInt8>,
        after lines: Int
    ) -> (clips: [Clip], badRows: [InventoryPage.BadRow]) {
        var reader = ClipRowReader(tree)
        var clips: [Clip] = []
        var badRows: [InventoryPage.BadRow] = []
        for (index, row) in rows.enumerated() {
            do throws(RowFlaw) {
                guard row.count <= InventoryBytes.longestRow else { throw .tooLong }

                clips.append(try reader.clip(in: bytes.extracting(row)))
            } catch {
                badRows.append(.init(line: lines + index + 1, reason: error.description))
            }
        }
        return (clips, badRows)
    }

    private static func array(_ value: JSONFinder.Value?, _ path: String) throws(RowFlaw) -> [Range<Int>] {
        guard case .array(let rows)? = value else { throw .missingField(path) }

        return rows
    }

    /// The path without its last name; empty for a field of the answer itself.
    private static func parent(of path: String) -> String {
        path.lastIndex(of: ".").map { String(path[..<$0]) } ?? ""
    }
}
