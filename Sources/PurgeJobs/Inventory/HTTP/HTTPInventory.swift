/// An inventory behind an HTTP API that hands out pages of JSON objects, one a clip.
///
/// The ledger's cursor is the API's own: its cursor or token, the number of rows, or the next page's target. So a walk that was
/// interrupted asks again for one page at most. The API is no snapshot: what it moves to pages behind the cursor meanwhile is
/// overlooked. What moves forward comes twice, and one clip is one clip however often it comes.
package struct HTTPInventory: InventorySource {
    package let name: String
    package let mayWait = true
    private let settings: Settings
    private let asker: InventoryAsker
    private let identity: String

    init(_ settings: Settings, _ asker: InventoryAsker) {
        name = settings.name
        self.settings = settings
        self.asker = asker
        identity = settings.identity
    }

    package func page(after cursor: InventoryCursor?) async throws(InventoryError) -> InventoryPage {
        let cursor = cursor ?? .start(identity: identity)
        guard cursor.identity == identity else { throw InventoryError(source: name, cause: .changed) }
        guard !cursor.isComplete else { return .end(at: cursor) }

        let asked = try Self.place(cursor, name)
        let answer = try await asker.ask(try target(asked), at: settings.url.origin)
        let body = answer.body
        let rows = PageRows(settings)
        let page: PageRows.Page
        let next: [UInt8]
        do throws(RowFlaw) {
            page = try rows.page(body.span)
            next = try rows.next(page, answer.header, after: asked, settings.url)
        } catch {
            throw asker.halted("its page is not what the job describes: \(error)")
        }
        let read = rows.clips(page.rows, body.span, after: cursor.lines)
        return try step(from: cursor, read.clips, read.badRows, asked: asked, next: next)
    }

    private func step(
        from cursor: InventoryCursor,
        _ clips: [Clip],
        _ badRows: [InventoryPage.BadRow],
        asked: [UInt8],
        next: [UInt8]
    ) throws(InventoryError) -> InventoryPage {
        let trail = PageTrail(next: next, ids: clips.map(\.id))
        guard next.isEmpty || next != asked, !(cursor.trail.map(trail.meets) ?? false) else {
            throw InventoryError(source: name, cause: .circular)
        }

        let rows = clips.count + badRows.count
        var following = InventoryCursor(
            identity: identity,
            offset: cursor.offset + 1,
            lines: cursor.lines + rows,
            rows: cursor.rows + rows,
            consumed: "",
            isComplete: next.isEmpty
        )
        following.key = Hexadecimal.text(of: next)
        following.trail = trail.kept(after: following.offset, cursor.trail)
        return InventoryPage(
            clips: clips,
            rows: rows,
            badRows: badRows,
            cursor: following,
            isLast: next.isEmpty
        )
    }

    /// What the API said to ask next; empty for the first page.
    private static func place(_ cursor: InventoryCursor, _ name: String) throws(InventoryError) -> [UInt8] {
        guard let place = Hexadecimal.bytes(of: (cursor.key ?? "").utf8) else {
            throw InventoryError(source: name, cause: .changed)
        }

        return place
    }

    private func target(_ place: [UInt8]) throws(InventoryError) -> RequestTarget {
        var query = PageQuery(settings.url.target)
        if let size = settings.size { query.append(size.parameter, Array("\(size.rows)".utf8)) }
        switch settings.paging {
        case .token(_, let parameter) where !place.isEmpty: query.append(parameter, place)
        case .offset(let parameter, _): query.append(parameter, place.isEmpty ? [UInt8(ascii: "0")] : place)
        case .link where !place.isEmpty: query = PageQuery(bytes: place)
        case .token, .link, .none: break
        }
        do throws(HTTPSyntaxError) {
            return try query.target()
        } catch {
            throw asker.halted("\(error)")
        }
    }
}
