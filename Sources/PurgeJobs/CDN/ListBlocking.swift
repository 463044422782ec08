/// A cache whose nodes read their deny list from a file, whole, when they are told to.
///
/// The adapter only writes the content; `DenyListFile` puts it in place and has the node read it.
protocol ListBlocking: LinkBlocking {
    /// The content of the deny list of a node that is to refuse exactly those links; none lifts all blocks.
    ///
    /// - Throws: `BlockError` for a link that cannot be blocked without blocking more.
    func denyList(of links: [LinkURL]) throws(BlockError) -> [UInt8]
}
