/// nginx with a cache-purge module: `PURGE` of the link itself, at every node.
///
/// Answers by variant of the module: the original (FRiCKLE 2.3, Debian's) says 200 and 404, the fork
/// (nginx-modules/ngx_cache_purge ≥ 2.5) 200 and 412 (404 with `cache_purge_legacy_status off`), or 202 when it only
/// queues, F5's NGINX Plus 204. "Not in the cache" is no proof: Vary variants, slices and fetches in flight survive
/// such an answer. See docs/decisions for the one configuration that does not crash Debian's module.
struct NginxAdapter: LinkPurging, ListBlocking {
    let linksPerRequest = 1
    let purgesVariants = false

    func purgeRequest(
        for links: [LinkURL],
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest {
        try request(.purge, ofOne: links, at: node, credential)
    }

    func answer(to response: HTTPResponse) -> PurgeAnswer {
        switch response.status {
        case 200, 204: .purged
        case 404, 412: .notCached
        case 202: .accepted(id: nil)
        default: .refused
        }
    }

    func denyList(of links: [LinkURL]) throws(BlockError) -> [UInt8] {
        var blocked: Set<BlockedLink> = []
        for link in links { blocked.insert(try BlockedLink(link)) }
        return NginxDenyList(blocked).bytes
    }
}
