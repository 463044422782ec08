/// Souin, and Caddy's cache-handler that is made of it: an invalidation by the cache's own API, at every node.
///
/// The API takes whatever begins with the link, `{"type":"uri-prefix","selectors":["host/path"],"purge":true}`: the link with
/// every query, in every copy by `Vary`, and what lies beneath its path. `"type":"uri"` would be the link alone, but no key
/// that Souin makes fits it (v1.7: the key would have to end in the selector and go on after it). Without `purge` it is soft,
/// and stale copies are served on. It says 200 whether there was anything or not.
///
/// It passes over selectors with `//` or a broken percent-encoding in them, and says 200 all the same: such a link is refused here.
///
/// Written from the source of Souin (`pkg/api/souin.go`) and never run against one.
/// https://docs.souin.io/docs/api/souin/
struct SouinAdapter: LinkPurging, Hashable {
    /// Where the API is unless its `basepath` says otherwise.
    static let standardPath = "/souin-api/souin"

    /// From its `/` on, without one at its end.
    let path: String
    let linksPerRequest = 1
    let purgesVariants = true

    init(path: String = Self.standardPath) { self.path = path }

    func purgeRequest(
        for links: [LinkURL],
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest {
        guard links.count == 1, let link = links.first else { throw .relativeTarget }

        let url = try HTTPURL(link.bytes)
        let linkPath = EndpointTemplate.path(of: url)
        guard !linkPath.contains(UInt8(ascii: "*")) else { throw .wildcard }
        // By its prefix everything of the host could be meant (R7).
        guard linkPath.count > 1 else { throw .wholeHost }
        guard linkPath.firstRange(of: "//".utf8) == nil, PercentEncoding.decoded(linkPath) != nil else {
            throw .unnameable
        }

        let selector = Array(url.origin.authority.utf8) + linkPath

        var request = try request(.post, url.origin, try RequestTarget(path), node, credential)
        try request.fields.append("Content-Type", "application/json")
        request.content =
            Array("{\"type\":\"uri-prefix\",\"selectors\":[\"".utf8) + JSONEncoding.encoded(selector)
            + Array("\"],\"purge\":true}".utf8)
        return request
    }

    func answer(to response: HTTPResponse) -> PurgeAnswer { response.status == 200 ? .purged : .refused }
}
