/// The URL of an endpoint, with `{id}` in its path, its query or neither.
struct RevocationURL: Hashable, Sendable {
    let origin: HTTPOrigin
    private let template: Template
    private let endsInSlash: Bool

    /// Whether it has `{id}`.
    var namesClip: Bool { template.holes.contains("id") }

    /// Reads a template such as `https://api.example/shares/{id}`.
    ///
    /// - Throws: what is wrong with it.
    init(_ text: String) throws(RevocationFlaw) {
        do {
            template = try Template(text)
        } catch {
            throw .template(error)
        }
        if let name = template.holes.first(where: { $0 != "id" }) { throw .unknownHole(name) }
        guard let start = text.firstRange(of: "://")?.upperBound else { throw .url(.scheme) }
        guard !text[start...].prefix(while: { !"/?#".contains($0) }).contains("{") else { throw .holeInHost }
        for case .text(let part) in template.parts where PercentEncoding.decoded(part) == nil {
            throw .brokenEncoding
        }
        guard let sample = template.expanded(["id": [UInt8(ascii: "x")]], encoding: .url),
            LinkURL(sample) != nil
        else { throw .invisible }

        let url: HTTPURL
        do {
            url = try HTTPURL(sample)
        } catch {
            throw .url(error)
        }
        origin = url.origin
        endsInSlash = Self.path(of: url).last == UInt8(ascii: "/")
        guard Self.isPlain(Self.path(of: url), endsInSlash: endsInSlash) else { throw .path }
    }

    /// The URL for a clip, its id percent-encoded.
    ///
    /// - Throws: `RevocationError` for an id with which the path could be read as another one, and for one that is too long.
    func bytes(for clip: ClipID) throws(RevocationError) -> [UInt8] {
        guard let bytes = template.expanded(["id": clip.bytes], encoding: .url), LinkURL(bytes) != nil else {
            throw .tooLong
        }

        let url: HTTPURL
        do {
            url = try HTTPURL(bytes)
        } catch {
            throw .syntax(error)
        }
        guard url.origin == origin, Self.isPlain(Self.path(of: url), endsInSlash: endsInSlash) else {
            throw .misplaced
        }

        return bytes
    }

    private static func path(of url: HTTPURL) -> ArraySlice<UInt8> {
        url.target.bytes.prefix { $0 != UInt8(ascii: "?") }
    }

    /// Whether the path stays as it is in servers that decode `%2F`, merge `//`, resolve `..` or take `\` for `/`.
    ///
    /// Any of them would turn `/shares/..%2F` or `/shares/%2F` into the collection of all clips' shares.
    private static func isPlain(_ path: ArraySlice<UInt8>, endsInSlash: Bool) -> Bool {
        guard let decoded = PercentEncoding.decoded(path) else { return false }

        let separators = Array("/\\".utf8)
        let parts = decoded.split(omittingEmptySubsequences: false, whereSeparator: separators.contains)
        return parts.dropFirst().dropLast(endsInSlash ? 1 : 0).allSatisfy { part in
            !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
        }
    }
}
