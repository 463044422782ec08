import Foundation
import Synchronization

/// Keeps a client's token in memory until shortly before it ends; it is never written anywhere (R14).
final class TokenKeeper: Sendable {
    private struct Token {
        let secret: Secret
        /// Nil where the server does not say: then it is used until it is refused.
        let end: ContinuousClock.Instant?
    }

    /// A token that lives no longer than this is fetched anew: it must outlive the request that carries it.
    private static let margin = Duration.seconds(60)
    /// The most bytes of the endpoint's answer.
    static let longestAnswer = 64 << 10

    private let grant: TokenGrant
    private let secret: Secret
    private let kept = Mutex<Token?>(nil)

    init(_ grant: TokenGrant, _ secret: Secret) {
        self.grant = grant
        self.secret = secret
    }

    /// The token to use now; nil where one has to be fetched.
    func current(at now: ContinuousClock.Instant) -> Secret? {
        kept.withLock { token in
            guard let token, token.end.map({ $0 > now }) ?? true else { return nil }

            return token.secret
        }
    }

    func forget() { kept.withLock { $0 = nil } }

    /// The request for a token (RFC 6749 section 4.4.2).
    func request() throws(HTTPSyntaxError) -> HTTPRequest {
        var request = HTTPRequest(
            .post,
            grant.url.origin,
            grant.url.target,
            deadline: .now + InventoryAsker.deadline
        )
        request.via = grant.address
        request.body = .collect(limit: Self.longestAnswer)
        var form = [("grant_type", "client_credentials")]
        if let scope = grant.scope { form.append(("scope", scope)) }
        switch grant.style {
        case .basic:
            // Each half is form-encoded first (section 2.3.1).
            let pair = "\(Self.encoded(grant.client)):\(Self.encoded(secret.reveal()))"
            let value = Secret("Basic " + Data(pair.utf8).base64EncodedString())
            try request.fields.appendCredential("Authorization", value)
        case .form: form += [("client_id", grant.client), ("client_secret", secret.reveal())]
        }
        try request.fields.append("Accept", "application/json")
        try request.fields.append("Content-Type", "application/x-www-form-urlencoded")
        request.content = Array(form.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&").utf8)
        return request
    }

    /// Takes what the endpoint answered (section 5.1) to a request of that time.
    ///
    /// - Throws: `wrongType` of the field that is missing, and what is no JSON.
    func take(_ body: [UInt8], askedAt: ContinuousClock.Instant) throws(RowFlaw) -> Secret {
        let values = try JSONFinder.values(at: ["access_token", "token_type", "expires_in"], in: body.span)
        guard case .text(let bytes)? = values[0], !bytes.isEmpty,
            bytes.allSatisfy({ (33...126).contains($0) })
        else { throw .wrongType("access_token") }
        guard case .text(let type)? = values[1],
            String(decoding: type, as: UTF8.self).lowercased() == "bearer"
        else { throw .wrongType("token_type") }

        let secret = Secret(String(decoding: bytes, as: UTF8.self))
        let token = Token(secret: secret, end: Self.life(values[2]).map { askedAt + $0 })
        kept.withLock { $0 = token }
        return secret
    }

    /// How long a token is used: its whole life but for the margin, or half of a short one.
    private static func life(_ value: JSONFinder.Value?) -> Duration? {
        guard case .number(let digits)? = value, let seconds = Int32(String(decoding: digits, as: UTF8.self))
        else { return nil }

        let life = Duration.seconds(max(0, seconds))
        return life > margin * 2 ? life - margin : life / 2
    }

    private static func encoded(_ text: String) -> String {
        String(decoding: PercentEncoding.encoded(Array(text.utf8)), as: UTF8.self)
    }
}
