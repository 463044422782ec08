/// What is sent to make everything of one clip invalid, as a plan keeps it: method, URL and body, byte for byte (R2).
///
/// Stored as lines: the method, the URL and, of one with a body, its content type; then the body, whatever it holds. None of
/// the lines can hold a line break, so that the parts are told apart without lengths.
struct Revocation: ByteKey {
    struct Content: Hashable, Sendable {
        /// As it stands in the header.
        let type: String
        let body: [UInt8]
    }

    /// The methods that an endpoint may be asked with.
    static let methods: [HTTPMethod] = [.post, .put, .patch, .delete]

    let method: HTTPMethod
    let url: HTTPURL
    let content: Content?
    let bytes: [UInt8]

    /// Takes a URL as it will be sent.
    ///
    /// - Throws: `RevocationError.unreadable` for what could not be read again.
    init(_ method: HTTPMethod, _ url: [UInt8], _ content: Content?) throws(RevocationError) {
        let lines =
            [Array(method.rawValue.utf8), url] + (content.map { [Array($0.type.utf8), $0.body] } ?? [])
        try self.init(stored: Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    }

    /// Reads what a plan kept.
    ///
    /// - Throws: `RevocationError.unreadable` for anything that no revocation stores.
    init(stored bytes: [UInt8]) throws(RevocationError) {
        let lines = bytes.split(
            separator: UInt8(ascii: "\n"),
            maxSplits: 3,
            omittingEmptySubsequences: false
        )
        guard lines.count == 2 || lines.count == 4,
            let method = Self.methods.first(where: { lines[0].elementsEqual($0.rawValue.utf8) }),
            LinkURL(lines[1]) != nil
        else { throw .unreadable }

        do {
            url = try HTTPURL(lines[1])
        } catch {
            throw .unreadable
        }
        self.method = method
        self.bytes = bytes
        guard lines.count == 4 else {
            content = nil
            return
        }
        guard !lines[2].isEmpty, lines[2].allSatisfy({ (32...126).contains($0) }) else { throw .unreadable }

        content = Content(type: String(decoding: lines[2], as: UTF8.self), body: Array(lines[3]))
    }

    static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

    func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
