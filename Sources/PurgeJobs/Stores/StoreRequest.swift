/// One request to a store as a site file describes it: method, URL, headers and body with holes.
struct StoreRequest: Hashable, Sendable {
    struct Field: Hashable, Sendable {
        let name: String
        let value: Template
    }

    /// The methods of an effect.
    static let methods: [HTTPMethod] = [.post, .put, .patch, .delete]

    let method: HTTPMethod
    let url: StoreURL
    let fields: [Field]
    let body: EndpointBody?

    /// Takes the parts of a description, of which URL, headers or body name the object.
    ///
    /// - Throws: `EndpointFlaw.namesNoObject` when none has `{key}`: such a request would be about no object, or all (R7).
    init(
        _ method: HTTPMethod,
        _ url: StoreURL,
        _ fields: [Field] = [],
        _ body: EndpointBody? = nil
    ) throws(EndpointFlaw) {
        let holes = url.holes + fields.flatMap(\.value.holes) + (body?.holes ?? [])
        guard holes.contains("key") else { throw .namesNoObject }

        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
    }

    /// The request with those values, each escaped for where it stands.
    ///
    /// - Throws: `StoreRequestError` for values that cannot stand there.
    func request(with values: [String: [UInt8]]) throws(StoreRequestError) -> HTTPRequest {
        guard values["key"]?.contains(UInt8(ascii: "*")) != true else { throw .wildcard }

        var request = HTTPRequest(method, url.origin, try url.target(with: values))
        do throws(HTTPSyntaxError) {
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
        } catch {
            throw .syntax(error)
        }
        request.body = .collect(limit: HTTPStore.longestAnswer)
        return request
    }
}
