/// A store that is asked over HTTP: how, where, and who says that he asks.
struct AskedStore: Sendable {
    let name: String
    let settings: StoreSettings
    let adapter: any StoreAdapter
    let credential: StoreCredential?

    /// Those among a site's stores that are asked.
    ///
    /// - Throws: `JobFileError` for a credential that is not there.
    static func all(of site: Site) throws -> [String: AskedStore] {
        try site.stores.reduce(into: [:]) { stores, settings in
            guard let adapter = settings.kind.adapter else { return }

            stores[settings.name] = AskedStore(
                name: settings.name,
                settings: settings,
                adapter: adapter,
                credential: try settings.credential.map { .header($0.header, try $0.resolve()) }
            )
        }
    }

    /// Whom a client has to be allowed to talk to.
    var host: AddressPolicy.Host {
        let address = settings.address.flatMap { IPAddress($0.host) }
        return AddressPolicy.Host(
            adapter.origin.host,
            ports: [adapter.origin.port],
            addresses: Set([address].compactMap(\.self))
        )
    }

    var pacing: (key: PacingKey, limits: PacingLimits) {
        let limits = PacingLimits(
            rate: settings.rate,
            burst: max(1, Int(settings.rate ?? 1)),
            concurrency: settings.concurrency
        )
        return (PacingKey(adapter.origin.host, node: settings.address), limits)
    }

    /// A described request as it is sent: to the store's address, signed, with a deadline.
    ///
    /// - Throws: `HTTPSyntaxError` for a credential that cannot be sent.
    func ready(
        _ request: HTTPRequest,
        within time: Duration = NodeStep.deadline
    ) throws(HTTPSyntaxError) -> HTTPRequest {
        var request = request
        request.via = settings.address
        request.deadline = .now + time
        try credential?.sign(&request)
        return request
    }
}
