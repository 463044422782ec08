/// Apache Traffic Server 9: `PURGE` of the link itself, at every node.
///
/// 200 says that the object is gone with all its alternates (`Vary`), 404 that there was none, and 404 with a reason of its
/// own that no line of `remap.config` has the link; 403 comes from an `ip_allow.yaml` that does not let this machine purge. The key is what the
/// link is mapped to: hosts that lead to one origin URL share one object.
///
/// https://docs.trafficserver.apache.org/en/9.2.x/admin-guide/storage/index.en.html#removing-objects-from-the-cache
struct TrafficServerAdapter: LinkPurging {
    let linksPerRequest = 1
    let purgesVariants = true

    func purgeRequest(
        for links: [LinkURL],
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest { try request(.purge, ofOne: links, at: node, credential) }

    /// What a status line says when the host is missing in `remap.config`: a mistake there, and no answer about a copy.
    ///
    /// HTTP/2 has no reasons; there only probes, which get the same 404 for controls, tell.
    private static let unmapped = "Not Found on Accelerator"

    func answer(to response: HTTPResponse) -> PurgeAnswer {
        switch response.status {
        case 200: .purged
        case 404 where !Self.isUnmapped(response): .notCached
        default: .refused
        }
    }

    private static func isUnmapped(_ response: HTTPResponse) -> Bool {
        let line = response.header.bytes.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        return line.firstRange(of: unmapped.utf8) != nil
    }
}
