/// One way on which people are told of what happens, and of what.
struct NoticeChannel: Sendable {
    enum Way: Sendable {
        /// A signed request (Standard Webhooks).
        case webhook(HTTPURL)
        /// An incoming webhook that takes `{"text": …}`: its whole URL is a secret, its origin is not.
        case slack(HTTPOrigin)
        case mail(by: Post, from: String, to: [String])
    }

    /// Who takes a mail.
    enum Post: Sendable {
        /// A program that takes it on its standard input, by its absolute path and without a shell.
        case program([String])
        case server(MailServer)
    }

    let name: String
    let way: Way
    /// Where to connect; nil for where DNS leads, which must be public.
    let address: NodeAddress?
    let kinds: Set<NoticeKind>
    let least: NoticeKind.Severity

    /// What it is told of.
    var taken: [NoticeKind] { NoticeKind.allCases.filter { kinds.contains($0) && $0.severity >= least } }

    /// Whom it sends requests to; nil for mail.
    var origin: HTTPOrigin? {
        switch way {
        case .webhook(let url): url.origin
        case .slack(let origin): origin
        case .mail: nil
        }
    }
}
