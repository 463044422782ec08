/// The URL of a request to a store that a site file describes.
struct StoreURL: Hashable, Sendable {
    /// What it may name: the object's key, the identity that the plan saw, and the step's idempotency key.
    static let holes = ["key", "identity", "stepKey"]

    let origin: HTTPOrigin
    private let template: Template
    private let endsInSlash: Bool

    var holes: [String] { template.holes }

    /// Reads a template such as `https://api.example/clips/{key}`, of the given holes.
    ///
    /// - Throws: what is wrong with it.
    init(_ text: String, holes: [String] = Self.holes) throws(EndpointFlaw) {
        template = try EndpointTemplate.url(text, holes: holes)
        let sample = Dictionary(uniqueKeysWithValues: holes.map { ($0, [UInt8(ascii: "x")]) })
        guard let bytes = template.expanded(sample, encoding: .url), LinkURL(bytes) != nil else {
            throw .invisible
        }

        let url: HTTPURL
        do {
            url = try HTTPURL(bytes)
        } catch {
            throw .url(error)
        }
        origin = url.origin
        endsInSlash = EndpointTemplate.path(of: url).last == UInt8(ascii: "/")
        guard EndpointTemplate.isPlain(EndpointTemplate.path(of: url), endsInSlash: endsInSlash) else {
            throw .path
        }
    }

    /// Path and query with the values percent-encoded.
    ///
    /// - Throws: `StoreRequestError` for values with which the path could be read as another one, and for ones too long.
    func target(with values: [String: [UInt8]]) throws(StoreRequestError) -> RequestTarget {
        guard let bytes = template.expanded(values, encoding: .url), LinkURL(bytes) != nil else {
            throw .unwritable
        }

        let url: HTTPURL
        do {
            url = try HTTPURL(bytes)
        } catch {
            throw .syntax(error)
        }
        guard url.origin == origin,
            EndpointTemplate.isPlain(EndpointTemplate.path(of: url), endsInSlash: endsInSlash)
        else { throw .misplaced }

        return url.target
    }
}
