/// Squid 5 as an accelerator: `PURGE` of the link itself, at every node.
///
/// 200 says that a copy is gone, 404 that there was none, 403 that no `http_access` lets this machine purge. Of an object with
/// `Vary` it takes the one copy that the headers of the `PURGE` select. In 5.7 the object that leads to all copies goes with the
/// first: the others cannot be reached, nor purged, until the next answer with `Vary` is kept for the link (RealCacheTests).
///
/// https://wiki.squid-cache.org/SquidFaq/OperatingSquid#how-can-i-purge-an-object-from-my-cache
struct SquidAdapter: VariantPurging {
    let linksPerRequest = 1
    let purgesVariants = false

    func purgeRequest(
        for links: [LinkURL],
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest { try request(.purge, ofOne: links, at: node, credential) }

    func purgeRequest(
        for link: LinkURL,
        as variant: ProbeVariant,
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest {
        var request = try purgeRequest(for: [link], at: node, credential: credential)
        for field in variant.fields { try request.fields.append(field.name, field.value) }
        return request
    }

    func answer(to response: HTTPResponse) -> PurgeAnswer {
        switch response.status {
        case 200: .purged
        case 404: .notCached
        default: .refused
        }
    }
}
