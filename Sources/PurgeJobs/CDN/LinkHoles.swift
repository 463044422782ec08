/// What a template of a purge may say of the link: values for its holes.
enum LinkHoles {
    /// `url` as published; `host` with a port that is not the scheme's own; `path`; `query` with its `?`, empty without one.
    static let names = ["url", "host", "path", "query"]

    /// Values that show what becomes of a template: whether its own path is plain.
    static let sample: [String: [UInt8]] = [
        "url": Array("x".utf8), "host": Array("a.test".utf8), "path": Array("/x".utf8),
        "query": Array("?y".utf8),
    ]

    /// Whether a request with these holes says which link is meant, its query too.
    ///
    /// A path without its query would name another link of the cache than the one that is to go.
    static func nameLink(_ holes: [String]) -> Bool {
        holes.contains("url") || (holes.contains("path") && holes.contains("query"))
    }

    /// The values of a link.
    static func values(of link: LinkURL, _ url: HTTPURL) -> [String: [UInt8]] {
        let path = EndpointTemplate.path(of: url)
        return [
            "url": link.bytes, "host": Array(url.origin.authority.utf8), "path": Array(path),
            "query": Array(url.target.bytes.dropFirst(path.count)),
        ]
    }
}
