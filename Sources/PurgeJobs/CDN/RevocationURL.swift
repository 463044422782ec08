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
    init(_ text: String) throws(EndpointFlaw) {
        template = try EndpointTemplate.url(text, holes: HTTPRevoker.holes)
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
        endsInSlash = EndpointTemplate.path(of: url).last == UInt8(ascii: "/")
        guard EndpointTemplate.isPlain(EndpointTemplate.path(of: url), endsInSlash: endsInSlash) else {
            throw .path
        }
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
        guard url.origin == origin,
            EndpointTemplate.isPlain(EndpointTemplate.path(of: url), endsInSlash: endsInSlash)
        else {
            throw .misplaced
        }

        return bytes
    }
}
