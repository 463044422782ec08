/// A cache whose nodes keep a deny list that requests change, link by link; in effect when the answer comes.
protocol RequestBlocking: LinkBlocking {
    /// The request that makes a node refuse the link from now on.
    ///
    /// - Throws: `BlockError` for a link that cannot be blocked without blocking more.
    func blockRequest(
        for link: LinkURL,
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(BlockError) -> HTTPRequest

    /// The request that makes a node refuse it no longer.
    ///
    /// - Throws: as `blockRequest`.
    func unblockRequest(
        for link: LinkURL,
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(BlockError) -> HTTPRequest

    /// Whether the link is blocked after that answer; nil when the node refused to say, whatever was asked.
    func isBlocked(after response: HTTPResponse) -> Bool?
}
