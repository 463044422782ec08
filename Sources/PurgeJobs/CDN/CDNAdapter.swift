/// A cache network or a self-hosted cache, as requests to make and answers to read.
///
/// ## Writing an adapter
/// Describe, never act: build requests, read answers. Sending, pacing, retrying, batching and recording happen
/// elsewhere, once for all. Say what the network can do by conforming to the abilities below. Limits are named
/// constants with the vendor's page in their comment. An answer that you do not know for a success is a refusal, so
/// that a refusal is never read as a purge.
package protocol CDNAdapter: Sendable {}

/// A cache that can be made to forget links by their URLs.
protocol LinkPurging: CDNAdapter {
    /// How many links one request can name.
    var linksPerRequest: Int { get }

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
