/// An HTTP endpoint that revokes what a site file says it does: one request, which names one clip.
struct HTTPRevoker: LinkRevoking, Hashable {
    /// The header of draft-ietf-httpapi-idempotency-key-header, which payment APIs made common.
    static let standardKeyField = "Idempotency-Key"
    static let keyLength = 16
    /// What URL and body may name of a clip.
    static let holes = ["id"]
    /// In which APIs that promise something name the request, for a person to ask about.
    private static let nameField = "X-Request-Id"
    private static let longestName = 128

    let method: HTTPMethod
    let url: RevocationURL
    let body: EndpointBody?
    /// The name of the header with the idempotency key.
    let keyField: String
    let statuses: EndpointStatuses

    /// Takes the parts of an endpoint's description, of which URL or body has `{id}`.
    ///
    /// Traps on a method other than `Revocation.methods`: the site file refuses those.
    ///
    /// - Throws: `EndpointFlaw.namesNoClip` when neither has it.
    init(
        _ method: HTTPMethod,
        _ url: RevocationURL,
        _ body: EndpointBody? = nil,
        keyField: String = Self.standardKeyField,
        statuses: EndpointStatuses = .standard
    ) throws(EndpointFlaw) {
        precondition(Revocation.methods.contains(method), "a revocation is an effect")
        guard url.namesClip || body?.holes.contains("id") == true else { throw .namesNoClip }

        self.method = method
        self.url = url
        self.body = body
        self.keyField = keyField
        self.statuses = statuses
    }

    func revocation(of clip: ClipID) throws(RevocationError) -> Revocation {
        guard !clip.bytes.isEmpty else { throw .noID }
        guard !clip.bytes.contains(UInt8(ascii: "*")) else { throw .wildcard }

        let content = body.map {
            Revocation.Content(type: $0.contentType, body: $0.bytes(with: ["id": clip.bytes]))
        }
        return try Revocation(method, url.bytes(for: clip), content)
    }

    func revocationRequest(
        for revocation: Revocation,
        key: [UInt8],
        at node: NodeAddress?,
        credential: (header: String, secret: Secret)?
    ) throws(RevocationError) -> HTTPRequest {
        guard key.count == Self.keyLength else { throw .key }
        guard revocation.method == method, revocation.url.origin == url.origin else { throw .foreign }

        do {
            var request = try request(method, url.origin, revocation.url.target, node, credential)
            try request.fields.append(keyField, Hexadecimal.text(of: key))
            if let content = revocation.content {
                try request.fields.append("Content-Type", content.type)
                request.content = content.body
            }
            return request
        } catch {
            throw .syntax(error)
        }
    }

    /// Reads the status alone: what a body may say instead is nobody's standard.
    func revocationAnswer(to response: HTTPResponse) -> RevocationAnswer {
        switch statuses.meaning(of: response.status) {
        case .done: .revoked
        case .already: .already
        case .pending:
            .accepted(
                id: response.header.text(Self.nameField).map { VisibleText.of($0, limit: Self.longestName) }
            )
        case .refused: .refused
        }
    }
}
