/// Varnish: `PURGE` or `BAN` of the link itself, tags by vmod_xkey, blocks by `BLOCK`; at every node.
///
/// In Varnish all of this is VCL: docs/caches.md says what a node's VCL has to answer, and
/// scripts/demo-platform/edge.vcl answers it. A `PURGE` takes the link with all its Vary variants, a `BAN` every
/// spelling of its path and every query too; both answer 200 whether or not there was anything. Neither reaches a fetch
/// whose header has not come yet: `HSH_Purge` skips busy objects, and a ban is older than what is inserted after it.
struct VarnishAdapter: LinkPurging, TagPurging, RequestBlocking {
    /// How a node is asked to forget a link.
    enum Method: String, CaseIterable, Sendable {
        case purge
        case ban
    }

    let method: Method
    let linksPerRequest = 1
    let purgesVariants = true
    /// Varnish takes 8,192 bytes of one field (`http_req_hdr_len`); these stay below 4,200.
    let tagsPerRequest = 32

    private static let tagField = "xkey-purge"
    private static let countField = "xkey-purged"

    func purgeRequest(
        for links: [LinkURL],
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest {
        try request(method == .ban ? .ban : .purge, ofOne: links, at: node, credential)
    }

    func answer(to response: HTTPResponse) -> PurgeAnswer {
        switch response.status {
        case 200, 204: .purged
        // What a VCL with vmod_purge says that counts what it purged.
        case 404 where method == .purge: .notCached
        default: .refused
        }
    }

    func purgeRequest(
        for tags: [CacheTag],
        of origin: HTTPOrigin,
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest {
        guard (1...tagsPerRequest).contains(tags.count) else { throw .fieldValue(Self.tagField) }

        var request = try request(.purge, origin, try RequestTarget("/"), node, credential)
        try request.fields.append(Self.tagField, Array(tags.map(\.bytes).joined(separator: [32])))
        return request
    }

    /// Reads the count of what was purged, which only a VCL that knows tags sends: any other takes the request for a
    /// purge of its front page and says 200 as well.
    func tagAnswer(to response: HTTPResponse) -> PurgeAnswer {
        guard response.status == 200, let count = response.header.text(Self.countField).flatMap(Int.init),
            count >= 0
        else { return .refused }

        return count > 0 ? .purged : .notCached
    }

    func blockRequest(
        for link: LinkURL,
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(BlockError) -> HTTPRequest { try blockRequest(.block, link, node, credential) }

    func unblockRequest(
        for link: LinkURL,
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(BlockError) -> HTTPRequest { try blockRequest(.unblock, link, node, credential) }

    /// Reads the state of the block, which only a VCL that knows blocks sends.
    func isBlocked(after response: HTTPResponse) -> Bool? {
        guard response.status == 200, let value = response.header.first(BlockMark.field) else { return nil }

        return if value.elementsEqual(BlockMark.blocked) {
            true
        } else if value.elementsEqual(BlockMark.lifted) {
            false
        } else {
            nil
        }
    }

    private func blockRequest(
        _ method: HTTPMethod,
        _ link: LinkURL,
        _ node: NodeAddress,
        _ credential: (header: String, secret: Secret)?
    ) throws(BlockError) -> HTTPRequest {
        // Only to refuse what would block too much: the node reads the link for itself.
        _ = try BlockedLink(link)
        do {
            let url = try HTTPURL(link.bytes)
            return try request(method, url.origin, url.target, node, credential)
        } catch {
            throw .syntax(error)
        }
    }
}
