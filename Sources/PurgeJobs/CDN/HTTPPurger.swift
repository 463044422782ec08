/// A cache with an HTTP request of its own for "forget this link", as a site file describes it: one link a request.
///
/// Nothing is known of such a cache but what the file says: which statuses mean what, and which words an answer must have.
struct HTTPPurger: LinkPurging, Hashable {
    /// One header of the request; its holes are filled with what was published, which a header can hold as it is.
    struct Field: Hashable, Sendable {
        let name: String
        let value: Template
    }

    /// The methods that a cache may be asked with.
    ///
    /// A `GET` that purges is sent once, as every effect is.
    static let methods: [HTTPMethod] = [.purge, .ban, .get, .post, .put, .patch, .delete]

    /// `PURGE` of the link itself.
    static let plain = Self(.purge, .link, statuses: .init(done: [200, 204], already: [404], pending: []))

    /// Answers are read so far for the words that they must have.
    static let longestAnswer = 65_536

    let method: HTTPMethod
    let url: PurgeURL
    let fields: [Field]
    let body: EndpointBody?
    let statuses: EndpointStatuses
    /// What the body of an answer must have somewhere, for its status to be believed; nil for none.
    let words: String?
    let linksPerRequest = 1
    /// Nothing is known of it: a site says `vary: ignored` where a purge takes every copy.
    let purgesVariants = false

    /// Takes the parts of a description, whose request names the link.
    ///
    /// Traps on a method other than `methods`: the site file refuses those.
    ///
    /// - Throws: `EndpointFlaw.namesNoLink` for a request that names no link, or one without its query.
    init(
        _ method: HTTPMethod,
        _ url: PurgeURL,
        _ fields: [Field] = [],
        _ body: EndpointBody? = nil,
        statuses: EndpointStatuses,
        words: String? = nil
    ) throws(EndpointFlaw) {
        let holes = url.holes + fields.flatMap(\.value.holes) + (body?.holes ?? [])
        guard LinkHoles.nameLink(holes) else { throw .namesNoLink }

        self.init(checked: method, url, fields, body, statuses, words)
    }

    private init(_ method: HTTPMethod, _ url: PurgeURL, statuses: EndpointStatuses) {
        self.init(checked: method, url, [], nil, statuses, nil)
    }

    private init(
        checked method: HTTPMethod,
        _ url: PurgeURL,
        _ fields: [Field],
        _ body: EndpointBody?,
        _ statuses: EndpointStatuses,
        _ words: String?
    ) {
        precondition(Self.methods.contains(method), "no method of a purge")
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.statuses = statuses
        self.words = words
    }

    func purgeRequest(
        for links: [LinkURL],
        at node: NodeAddress,
        credential: (header: String, secret: Secret)?
    ) throws(HTTPSyntaxError) -> HTTPRequest {
        guard links.count == 1, let link = links.first else { throw .relativeTarget }
        // Some caches take it for any number of links (R7).
        guard !link.bytes.contains(UInt8(ascii: "*")) else { throw .wildcard }

        let parsed = try HTTPURL(link.bytes)
        let values = LinkHoles.values(of: link, parsed)
        let (origin, target) = try url.request(for: parsed, values)
        var request = try request(method, origin, target, node, credential)
        // The transport repeats a GET by itself, and this one has an effect.
        request.isRepeatable = false
        for field in fields {
            guard let value = field.value.expanded(values, encoding: .raw) else {
                throw .fieldValue(field.name)
            }

            try request.fields.append(field.name, value)
        }
        if let body {
            try request.fields.append("Content-Type", body.contentType)
            request.content = body.bytes(with: values)
        }
        if words != nil { request.body = .collect(limit: Self.longestAnswer) }
        return request
    }

    /// Reads status and words: an answer without the words is a refusal, whatever its status, but for `notCached`.
    func answer(to response: HTTPResponse) -> PurgeAnswer {
        switch statuses.meaning(of: response.status) {
        case .done where hasWords(response): .purged
        case .pending where hasWords(response): .accepted(id: nil)
        case .already: .notCached
        case .done, .pending, .refused: .refused
        }
    }

    private func hasWords(_ response: HTTPResponse) -> Bool {
        words.map { response.body.firstRange(of: $0.utf8) != nil } ?? true
    }
}
