// The endpoints that revoke share tokens, short links and keys of signed URLs.
extension SiteReader {
    mutating func revokers(_ entries: [YAMLValue.Entry]) -> [RevokerSettings] {
        entries.compactMap { entry in entry.value.mapping { revoker(&$0, name: entry.name) } }
    }

    private mutating func revoker(_ keys: inout YAMLMapping, name: String) -> RevokerSettings? {
        let methods = Revocation.methods.map { (name: $0.rawValue, value: $0) }
        let method = keys.required("method")?.scalar(NameText.choice(methods, "methods"))
        let urlValue = keys.required("url")
        let url = urlValue?.scalar(EndpointText.url)
        let addressValue = keys.optional("address")
        let address = addressValue?.scalar(HostText.address)
        let bodyValue = keys.optional("body")
        let body = body(bodyValue, type: keys.optional("contentType"), holes: HTTPRevoker.holes)
        let keyField = keyField(keys.optional("keyHeader"))
        let statuses = Self.statuses(&keys)
        let rate = keys.optional("rate")?.scalar(NumberText.rate)
        let concurrency = keys.optional("concurrency")?.scalar(NumberText.whole(1...1024))
        let credentialValue = keys.optional("credential")
        let credential = credential(credentialValue)
        if let header = credential?.header.lowercased(),
            [keyField.lowercased(), "content-type"].contains(header)
        {
            credentialValue?.complain("has a header that carries something else", "name the credential's own")
        }
        guard let urlValue, let url else { return nil }

        if addressValue == nil || address != nil {
            let peer = address.map { IPAddress($0.host) } ?? url.origin.host.address
            checkScheme(of: url.origin, urlValue, [peer])
        }
        guard let method, bodyValue == nil || body != nil else { return nil }

        do throws(EndpointFlaw) {
            let adapter = try HTTPRevoker(method, url, body, keyField: keyField, statuses: statuses)
            return RevokerSettings(
                name: name,
                adapter: adapter,
                address: address,
                rate: rate,
                concurrency: concurrency ?? RevokerSettings.standardConcurrency,
                credential: credential
            )
        } catch {
            let flaw = EndpointText.flaw(error, holes: HTTPRevoker.holes)
            urlValue.complain(flaw.problem, flaw.remedy)
            return nil
        }
    }

    func body(_ value: YAMLValue?, type: YAMLValue?, holes: [String]) -> EndpointBody? {
        let contentType = type?.scalar(EndpointText.contentType)
        guard let value else {
            type?.complain("has no meaning without 'body'", "leave it out")
            return nil
        }
        if type == nil {
            value.complain("has no 'contentType' beside it", "add it, such as 'application/json'")
        }
        return contentType.flatMap { value.scalar(EndpointText.body($0, holes: holes)) }
    }

    private func keyField(_ value: YAMLValue?) -> String {
        let name = value?.scalar(HeaderText.parse) ?? HTTPRevoker.standardKeyField
        if name.lowercased() == "content-type" {
            value?.complain("is the header of the body's type", "name the one for idempotency keys")
        }
        return name
    }

    /// What the statuses mean, each one thing only.
    private static func statuses(_ keys: inout YAMLMapping) -> EndpointStatuses {
        let standard = EndpointStatuses.standard
        let done = keys.optional("done").map { Set($0.values(EndpointText.success)) } ?? standard.done
        let already = keys.optional("already").map { distinct($0, EndpointText.already, from: done) }
        let others = done.union(already ?? standard.already)
        let pending = keys.optional("pending").map { distinct($0, EndpointText.success, from: others) }
        return EndpointStatuses(
            done: done,
            already: already ?? standard.already,
            pending: pending ?? standard.pending.subtracting(others)
        )
    }

    static func distinct(
        _ value: YAMLValue,
        _ format: (String) throws(ScalarFlaw) -> Int,
        from others: Set<Int>
    ) -> Set<Int> {
        let items = value.items(format)
        for item in items where others.contains(item.value) {
            item.source.complain("\(item.value) has another meaning already", "keep it in one of the lists")
        }
        return Set(items.map(\.value))
    }

    /// Refuses plain HTTP, but for connections to written addresses that are this machine's or a private network's.
    mutating func checkScheme(of origin: HTTPOrigin, _ value: YAMLValue, _ peers: [IPAddress?]) {
        guard origin.scheme == .http else { return }

        let known = peers.compactMap(\.self)
        guard known.count == peers.count, !known.contains(where: \.isPublic) else {
            value.complain(
                "would carry ids and credentials unencrypted over the internet",
                "write 'https', or the 'address' that it has in your own network"
            )
            return
        }

        if !known.allSatisfy(\.isLoopback) { unencrypted.append(value) }
    }
}
