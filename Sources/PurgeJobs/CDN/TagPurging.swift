/// A cache that can be made to forget everything that carries a tag.
///
/// Only hard purges: what a soft purge marks as stale goes on being served while a grace period lasts.
protocol TagPurging: CDNAdapter {
    /// How many tags one request can name.
    var tagsPerRequest: Int { get }

    /// The request that makes a node forget what carries any of those tags.
    ///
    /// `origin` is one whose links the node serves: a request needs a host, and goes to configured hosts only (R13).
    ///
    /// - Throws: `HTTPSyntaxError` for no tags (which never means all of them), too many, or what no field can hold.
    func purgeRequest(
        for tags: [CacheTag],
        of origin: HTTPOrigin,
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest

    /// What the answer to such a request says.
    ///
    /// An answer that a cache without tags could give as well is a refusal.
    func tagAnswer(to response: HTTPResponse) -> PurgeAnswer
}
