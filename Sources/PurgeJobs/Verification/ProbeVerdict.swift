/// Reads one answer to a probe (R5).
enum ProbeVerdict {
    /// What a status says, by itself or with those that the site declares dark for the link's family.
    static func of(status: Int, darkStatuses: Set<Int>) -> LinkVerdict {
        switch status {
        case 200..<300, 304: .lit(.served)
        case 416: .lit(.rangeRefused)
        case 404, 410, 451: .dark(.gone)
        case 300..<400: .unknown(.redirected)
        case 429: .unknown(.throttled)
        case 500..<600: .unknown(.serverError)
        case _ where darkStatuses.contains(status): .dark(.gone)
        case 401, 403, 407: .unknown(.refused)
        default: .unknown(.unexpectedStatus)
        }
    }

    /// What a request without a whole answer says: a success that broke off is a link that exists.
    static func of(_ error: TransportError) -> LinkVerdict {
        if let status = error.status, (200..<300).contains(status) || status == 304 { return .lit(.cutShort) }

        return switch error.kind {
        case .deadline: .unknown(.timedOut)
        case .untrusted, .handshake: .unknown(.untrusted)
        case .paused: .unknown(.throttled)
        default: .unknown(.unreachable)
        }
    }

    /// One verdict for all ranges of a link: lit when one is, dark only when every one is, gone only when every one is.
    static func joined(_ verdicts: [LinkVerdict]) -> LinkVerdict {
        if let lit = verdicts.first(where: { $0.visibility == .lit }) { return lit }

        return verdicts.first { $0.visibility == .unknown } ?? verdicts.first { $0 != .dark(.gone) }
            ?? verdicts.first ?? .unknown(.unseen)
    }
}
