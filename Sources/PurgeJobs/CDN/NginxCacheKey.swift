/// The `proxy_cache_key` of an nginx, in nginx's own words, as far as a link tells it.
///
/// Of the variables there are those whose value a link decides: `$scheme`, `$host` (lower-case, without its port), `$http_host`
/// and `$request_uri` (path and query as they were sent). Whatever else a key holds is written out: without a
/// `proxy_cache_key` it begins with the address of `proxy_pass`, as in `http://origin$request_uri`.
///
/// https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_key
struct NginxCacheKey: Hashable, Sendable {
    /// What is wrong with a key's text.
    enum Flaw: Error, Hashable, Sendable {
        case unknownVariable(String)
        /// Every link would have the same file, or those of one path with whatever query (R7).
        case namesNoLink
    }

    enum Variable: String, CaseIterable, Sendable {
        case scheme
        case host
        case httpHost = "http_host"
        case requestURI = "request_uri"
    }

    private enum Part: Hashable, Sendable {
        case text([UInt8])
        case variable(Variable)
    }

    private let parts: [Part]

    /// Reads a key as it stands in nginx's configuration, without quotes.
    init(_ text: String) throws(Flaw) {
        var parts: [Part] = []
        var rest = Array(text.utf8)[...]
        while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
            if dollar > rest.startIndex { parts.append(.text(Array(rest[..<dollar]))) }
            rest = rest[(dollar + 1)...]
            let isBraced = rest.first == UInt8(ascii: "{")
            if isBraced { rest = rest.dropFirst() }
            let bytes = rest.prefix(while: Self.isOfName)
            let name = String(decoding: bytes, as: UTF8.self)
            rest = rest.dropFirst(bytes.count)
            guard let variable = Variable(rawValue: name), !isBraced || rest.first == UInt8(ascii: "}") else {
                throw .unknownVariable(name)
            }

            if isBraced { rest = rest.dropFirst() }
            parts.append(.variable(variable))
        }
        if !rest.isEmpty { parts.append(.text(Array(rest))) }
        guard parts.contains(.variable(.requestURI)) else { throw .namesNoLink }

        self.parts = parts
    }

    /// The key under which a link is kept.
    ///
    /// - Throws: `HTTPSyntaxError` for a link that cannot be requested as it stands.
    func bytes(of link: LinkURL) throws(HTTPSyntaxError) -> [UInt8] {
        let url = try HTTPURL(link.bytes)
        var key: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let text): key += text
            case .variable(.scheme): key += Array(url.origin.scheme.rawValue.utf8)
            case .variable(.host): key += Array(url.origin.host.authority.utf8)
            case .variable(.httpHost): key += Array(url.origin.authority.utf8)
            case .variable(.requestURI): key += url.target.bytes
            }
        }
        return key
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }
}
