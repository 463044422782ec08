/// A clip while its row is being read.
///
/// A flaw in what a row says is kept until the whole row has been read; the first one counts.
struct ClipDraft {
    private(set) var flaw: RowFlaw?
    private var id: ClipID?
    private var views: Int64?
    private var urls: [String: LinkURL] = [:]
    private var hashes: [MediaHash] = []
    private var channel: [UInt8]?
    private var creator: [UInt8]?
    private var video: [UInt8]?
    private var offset: Int64?
    private var duration: Int64?
    private var created: Timestamp?
    private var language: [UInt8]?
    private var title: [UInt8]?

    /// Takes a text that is not empty for what the map says that it is; views are a number.
    mutating func keep(_ text: [UInt8], as role: InventoryFieldTree.Role, _ path: String) {
        switch role {
        case .id:
            id = ClipID(text)
            if id == nil { note(.invalidID) }
        case .views:
            note(.wrongType(path))
        case .url:
            urls[path] = LinkURL(text)
            if urls[path] == nil { note(.invalidURL(path)) }
        case .hash(let algorithm):
            if let hash = MediaHash(algorithm, hex: text) {
                hashes.append(hash)
            } else {
                note(.invalidHash(path))
            }
        case .channel: channel = text
        case .creator: creator = text
        case .video: video = text
        // A date that is none says nothing, which a rule counts as neither yes nor no.
        case .created: created = Timestamp(rfc3339: text)
        case .language: language = text
        case .title: title = text
        // Numbers everywhere; text in their place says nothing.
        case .offset, .duration: break
        }
    }

    /// Takes the text of a cell, numbers as JSON writes them.
    mutating func keep(cell text: [UInt8], as role: InventoryFieldTree.Role, _ path: String) {
        guard role.isNumber else { return keep(text, as: role, path) }

        var lexer = JSONLexer()
        do throws(RowFlaw) {
            let range = try lexer.number(text.span)
            guard range.count == text.count else { throw .wrongType(path) }

            keep(number: range, text.span, as: role, path)
        } catch {
            if !role.isRemark { note(.wrongType(path)) }
        }
    }

    /// Takes a checked number of JSON for what the map says that it is.
    mutating func keep(
        number range: Range<Int>,
        _ bytes: Span<UInt8>,
        as role: InventoryFieldTree.Role,
        _ path: String
    ) {
        switch role {
        case .views:
            views = WholeNumber.value(of: range, bytes)
            if views == nil { note(.viewsOutOfRange) }
        case .channel: channel = Self.copy(range, bytes)
        case .creator: creator = Self.copy(range, bytes)
        case .video: video = Self.copy(range, bytes)
        case .offset: offset = WholeNumber.thousandths(of: range, bytes)
        case .duration: duration = WholeNumber.thousandths(of: range, bytes)
        // Seconds or milliseconds since when, nobody can tell.
        case .created, .language: break
        case .title: title = Self.copy(range, bytes)
        case .id, .url, .hash: note(.wrongType(path))
        }
    }

    private static func copy(_ range: Range<Int>, _ bytes: Span<UInt8>) -> [UInt8] { range.map { bytes[$0] } }

    /// Keeps the first flaw.
    mutating func note(_ flaw: RowFlaw) {
        if self.flaw == nil { self.flaw = flaw }
    }

    /// The clip that it became.
    ///
    /// - Throws: the first flaw, `missingID`.
    func clip() throws(RowFlaw) -> Clip {
        if let flaw { throw flaw }
        guard let id else { throw .missingID }

        var clip = Clip(id: id, urls: urls, hashes: hashes, views: views)
        clip.channel = channel
        clip.creator = creator
        clip.footage = video.map { Footage(video: $0, start: offset, length: duration) }
        clip.created = created
        clip.language = language
        clip.title = title
        return clip
    }
}
