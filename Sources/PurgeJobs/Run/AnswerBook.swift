import Synchronization

/// The last answer of an edge to each link: of a link that is dark the one to its last range, else the one that decided.
final class AnswerBook: Sendable {
    private let entries = Mutex<[LinkURL: Entry]>([:])

    struct Entry: Sendable {
        let result: Result<HTTPResponse, TransportError>
        let at: Timestamp
    }

    subscript(url: LinkURL) -> Entry? { entries.withLock { $0[url] } }

    func note(_ url: LinkURL, _ result: Result<HTTPResponse, TransportError>) {
        let entry = Entry(result: result, at: WallClock.now())
        entries.withLock { $0[url] = entry }
    }
}
