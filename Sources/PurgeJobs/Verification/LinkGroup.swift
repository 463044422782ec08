/// The links that one control speaks for: of one family, scheme and host.
///
/// The scheme counts as well: an edge whose TLS side has lost its site answers 404 there and serves it in plain.
struct LinkGroup: Hashable, Sendable {
    let family: String
    let host: String
    let isSecure: Bool

    init(family: String, host: String, url: LinkURL) {
        self.family = family
        self.host = host
        isSecure = url.bytes.prefix(6).elementsEqual("https:".utf8)
    }

    init(_ link: Link) { self.init(family: link.family, host: link.host, url: link.url) }
}
