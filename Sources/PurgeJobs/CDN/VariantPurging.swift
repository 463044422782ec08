/// A cache of which a purge takes one copy of a link: the one that the purge's own headers select (`Vary`).
///
/// It is asked for the link and then for it as each variant that the site file declares for its family. Of copies that no
/// variant names nothing is known: `purgesVariants` is false for such a cache.
protocol VariantPurging: LinkPurging {
    /// The request that makes a node forget the copy that a client with those headers would get.
    ///
    /// - Throws: `HTTPSyntaxError` when a link cannot stand on a request line.
    func purgeRequest(
        for link: LinkURL,
        as variant: ProbeVariant,
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest
}
