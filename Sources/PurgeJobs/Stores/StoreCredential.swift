/// What shows a store who asks, put onto a request last.
enum StoreCredential: Sendable {
    /// A secret in a header.
    case header(String, Secret)

    /// Adds it to a request that is otherwise as it will be sent.
    ///
    /// - Throws: `HTTPSyntaxError` for a secret that cannot stand in a header.
    func sign(_ request: inout HTTPRequest) throws(HTTPSyntaxError) {
        switch self {
        case .header(let name, let secret): try request.fields.appendCredential(name, secret)
        }
    }
}
