/// Where a purge of a link goes: to the link itself, to a path of its host, or to a URL of the cache's own.
///
/// Each value is encoded once for where it stands. In a path, `{host}`, `{path}` and, behind it at the end, `{query}` stand as
/// they were published, which is encoded already, and `{url}` is percent-encoded; behind a `?`, everything is.
struct PurgeURL: Hashable, Sendable {
    /// The link itself.
    static let link = Self(origin: nil, template: nil)

    /// The one that it goes to; nil for the link's own.
    let origin: HTTPOrigin?
    /// Nil for the link itself.
    private let template: Template?

    /// The names of its holes.
    var holes: [String] { template?.holes ?? ["url"] }

    private init(origin: HTTPOrigin?, template: Template?) {
        self.origin = origin
        self.template = template
    }

    /// Reads `{url}`, a path such as `/purge{path}{query}`, or a URL such as `https://api.example/purge?url={url}`.
    ///
    /// - Throws: what is wrong with it.
    init(_ text: String) throws(EndpointFlaw) {
        guard text != "{url}" else {
            self = .link
            return
        }

        let isPath = text.utf8.first == UInt8(ascii: "/")
        let template =
            isPath
            ? try EndpointTemplate.parsed(text, holes: LinkHoles.names)
            : try EndpointTemplate.url(text, holes: LinkHoles.names)
        let target = try Self.expanded(template, LinkHoles.sample)
        let sample = isPath ? Array("http://a.test".utf8) + target : target
        guard LinkURL(sample) != nil else { throw .invisible }

        let url: HTTPURL
        do {
            url = try HTTPURL(sample)
        } catch {
            throw .url(error)
        }
        let path = EndpointTemplate.path(of: url)
        guard EndpointTemplate.isPlain(path, endsInSlash: path.last == UInt8(ascii: "/")) else { throw .path }

        self.init(origin: isPath ? nil : url.origin, template: template)
    }

    /// Origin and target of the request that purges a link.
    ///
    /// - Throws: `HTTPSyntaxError` for a link whose path, behind another one, could be read as something else.
    func request(
        for url: HTTPURL,
        _ values: [String: [UInt8]]
    ) throws(HTTPSyntaxError) -> (origin: HTTPOrigin, target: RequestTarget) {
        guard let template else { return (url.origin, url.target) }
        guard !Self.climbs(EndpointTemplate.path(of: url)) else { throw .climbingPath }
        // What a template cannot have was refused when it was read.
        guard let bytes = try? Self.expanded(template, values) else { throw .relativeTarget }
        guard let origin else { return (url.origin, try RequestTarget(bytes)) }

        let whole = try HTTPURL(bytes)
        guard whole.origin == origin else { throw .host }
        return (origin, whole.target)
    }

    private static func expanded(
        _ template: Template,
        _ values: [String: [UInt8]]
    ) throws(EndpointFlaw) -> [UInt8] {
        var (bytes, isInQuery): ([UInt8], Bool) = ([], false)
        for (index, part) in template.parts.enumerated() {
            switch part {
            case .text(let text):
                bytes += text
                isInQuery = isInQuery || text.contains(UInt8(ascii: "?"))
            case .hole(let name):
                guard let value = values[name] else { throw .unknownHole(name) }

                if name == "query", !isInQuery {
                    guard index == template.parts.count - 1, index > 0,
                        template.parts[index - 1] == .hole("path")
                    else { throw .queryInPath }
                }
                bytes += isInQuery || name == "url" ? PercentEncoding.encoded(value) : value
            }
        }
        return bytes
    }

    /// Whether a server that decodes `%2E`, or takes `\` for `/`, could find a `..` in the path.
    private static func climbs(_ path: ArraySlice<UInt8>) -> Bool {
        guard let decoded = PercentEncoding.decoded(path) else { return true }

        return decoded.split(whereSeparator: Array("/\\".utf8).contains).contains {
            $0.elementsEqual("..".utf8)
        }
    }
}
