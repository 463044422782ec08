/// A cache network or a self-hosted cache, as requests to make and answers to read.
///
/// ## Writing an adapter
/// Describe, never act: build requests, read answers. Sending, pacing, retrying, batching and recording happen
/// elsewhere, once for all. Say what the network can do by conforming to the abilities below. Limits are named
/// constants with the vendor's page in their comment. An answer that you do not know for a success is a refusal, so
/// that a refusal is never read as a purge.
package protocol CDNAdapter: Sendable {}

extension CDNAdapter {
    /// A request to one node, or where DNS leads without one, in the name of whoever holds the credential.
    ///
    /// - Throws: `HTTPSyntaxError` for a credential that cannot stand in a header.
    func request(
        _ method: HTTPMethod,
        _ origin: HTTPOrigin,
        _ target: RequestTarget,
        _ node: NodeAddress?,
        _ credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest {
        var request = HTTPRequest(method, origin, target)
        request.via = node
        if let credential { try request.fields.appendCredential(credential.header, credential.secret) }
        return request
    }
}

/// A cache that can be made to forget links by their URLs.
protocol LinkPurging: CDNAdapter {
    /// How many links one request can name.
    var linksPerRequest: Int { get }

    /// Whether a purge takes all copies of a link that the cache keeps apart by request headers (`Vary`).
    var purgesVariants: Bool { get }

    /// The request that makes a node forget those links, byte for byte as they were published.
    ///
    /// - Throws: `HTTPSyntaxError` when a link cannot stand on a request line.
    func purgeRequest(
        for links: [LinkURL],
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest

    /// What the answer to such a request says.
    func answer(to response: HTTPResponse) -> PurgeAnswer
}

extension LinkPurging {
    /// One method of the one link itself, byte for byte as it was published.
    ///
    /// - Throws: `HTTPSyntaxError` for more than one, or none, and as `request`.
    func request(
        _ method: HTTPMethod,
        ofOne links: [LinkURL],
        at node: NodeAddress,
        _ credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest {
        guard links.count == 1, let link = links.first else { throw .relativeTarget }

        let url = try HTTPURL(link.bytes)
        return try request(method, url.origin, url.target, node, credential)
    }
}
