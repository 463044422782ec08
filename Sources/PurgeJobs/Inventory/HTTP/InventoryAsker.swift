/// Asks an API for one page: in its turn, with its credential, and again where a failure may pass.
///
/// A redirect is never followed, and no status but 200 is an answer. What is asked has no effect, so that it may be asked twice.
/// It ends early when its task is cancelled.
struct InventoryAsker: Sendable {
    /// The most bytes of one page; one that is larger ends the walk (R16).
    static let longestPage = 16 << 20
    /// How long one request may take, waiting for its turn included.
    static let deadline = Duration.seconds(60)

    private let name: String
    private let settings: HTTPInventory.Settings
    private let network: InventoryNetwork
    private let credential: (header: String, secret: Secret)?
    private let tokens: TokenKeeper?

    /// Fetches the API's secrets; nothing is sent.
    ///
    /// - Throws: `noCredential`.
    init(_ settings: HTTPInventory.Settings, _ network: InventoryNetwork) throws(InventoryError) {
        name = settings.name
        self.settings = settings
        self.network = network
        switch settings.access {
        case nil:
            credential = nil
            tokens = nil
        case .header(let header, let secret):
            credential = (header, try secret.resolve(for: settings.name))
            tokens = nil
        case .token(let grant):
            credential = nil
            tokens = TokenKeeper(grant, try grant.secret.resolve(for: settings.name))
        }
    }

    /// The body of the answer, whole, and its header.
    ///
    /// - Throws: `halted` with the last failure, `interrupted` when the task was cancelled.
    func ask(
        _ target: RequestTarget,
        at origin: HTTPOrigin
    ) async throws(InventoryError) -> (body: [UInt8], header: HeaderBlock) {
        var isRenewed = false
        while true {
            let token = try await token()
            let response = try await repeated { () throws(HTTPSyntaxError) in
                try request(for: target, at: origin, token)
            }
            if response.status == 401, let tokens, !isRenewed {
                // It may have been withdrawn before its time; a second refusal is one.
                isRenewed = true
                tokens.forget()
                continue
            }
            return (try accepted(response), response.header)
        }
    }

    private func request(
        for target: RequestTarget,
        at origin: HTTPOrigin,
        _ token: Secret?
    ) throws(HTTPSyntaxError) -> HTTPRequest {
        var request = HTTPRequest(.get, origin, target, deadline: .now + Self.deadline)
        request.via = settings.address
        request.body = .collect(limit: Self.longestPage)
        try request.fields.append("Accept", "application/json")
        for header in settings.headers { try request.fields.append(header.name, header.value) }
        if let credential { try request.fields.appendCredential(credential.header, credential.secret) }
        if let token {
            try request.fields.appendCredential("Authorization", Secret("Bearer \(token.reveal())"))
        }
        return request
    }

    private func token() async throws(InventoryError) -> Secret? {
        guard let tokens else { return nil }
        if let token = tokens.current(at: .now) { return token }

        let asked = ContinuousClock.now
        let response = try await repeated(tokens.request)
        let body = try accepted(response, of: "the token endpoint")
        do throws(RowFlaw) {
            return try tokens.take(body, askedAt: asked)
        } catch {
            throw halted("the token endpoint's answer is none: \(error)")
        }
    }

    // MARK: Sending

    /// Sends until there is an answer that will not change by itself.
    private func repeated(
        _ makeRequest: () throws(HTTPSyntaxError) -> HTTPRequest
    ) async throws(InventoryError) -> HTTPResponse {
        var attempt = 1
        while true {
            let (outcome, failure) = try await sent(makeRequest)
            let disposition: FailureDisposition?
            switch outcome {
            case .success(let response):
                disposition = FailureDisposition.decide(
                    status: response.status,
                    retryAfter: pause(asked: response),
                    attempt: attempt,
                    policy: network.policy
                )
                guard case .retry = disposition else { return response }
            case .failure(let error):
                disposition = FailureDisposition(error, attempt: attempt, policy: network.policy)
            }
            guard case .retry(let wait) = disposition else { throw halted(failure) }

            attempt += 1
            do {
                try await Task.sleep(for: wait)
            } catch {
                throw InventoryError(source: name, cause: .interrupted)
            }
        }
    }

    private func sent(
        _ makeRequest: () throws(HTTPSyntaxError) -> HTTPRequest
    ) async throws(InventoryError) -> (Result<HTTPResponse, TransportError>, String) {
        let request: HTTPRequest
        do throws(HTTPSyntaxError) {
            request = try makeRequest()
        } catch {
            throw halted("\(error)")
        }
        do throws(TransportError) {
            let response = try await network.pacer.send(request, by: network.client)
            return (.success(response), "")
        } catch {
            if error.kind == .cancelled { throw InventoryError(source: name, cause: .interrupted) }
            return (.failure(error), error.summary)
        }
    }

    /// How long the API asks to be left alone, by whichever header it has for that.
    private func pause(asked response: HTTPResponse) -> Duration? {
        response.retryAfter ?? settings.resetHeader.flatMap { RetryAfter.reset(response.header, $0) }
    }

    private func accepted(
        _ response: HTTPResponse,
        of asked: String = "it"
    ) throws(InventoryError) -> [UInt8] {
        guard response.status == 200 else {
            throw halted("\(asked) answered \(response.status)\(Self.remark(on: response.status))")
        }
        guard !response.isTruncated else {
            throw halted("\(asked) sends more than \(Self.longestPage) bytes in one page; ask for fewer rows")
        }

        return response.body
    }

    private static func remark(on status: Int) -> String {
        switch status {
        case 300..<400: ", a redirect, which is not followed; write the URL that it leads to"
        case 401, 403: "; see whether the credential is right and may read this"
        case 408, 425, 429, 500..<600: " to every try"
        case 200..<300: ", which is no page; only 200 is"
        default: "; see whether the URL is right"
        }
    }

    /// An error that ends the walk where it can be taken up again.
    func halted(_ why: String) -> InventoryError { InventoryError(source: name, cause: .halted(why)) }
}
