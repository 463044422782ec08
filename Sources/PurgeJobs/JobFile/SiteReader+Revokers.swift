// The endpoints that revoke share tokens, short links and keys of signed URLs.
extension SiteReader {
    mutating func revokers(_ entries: [YAMLValue.Entry]) -> [RevokerSettings] {
        entries.compactMap { entry in entry.value.mapping { revoker(&$0, name: entry.name) } }
    }

    private mutating func revoker(_ keys: inout YAMLMapping, name: String) -> RevokerSettings? {
        let methods = Revocation.methods.map { (name: $0.rawValue, value: $0) }
        let method = keys.required("method")?.scalar(NameText.choice(methods, "methods"))
        let urlValue = keys.required("url")
        let url = urlValue?.scalar(RevocationText.url)
        let addressValue = keys.optional("address")
        let address = addressValue?.scalar(HostText.address)
        let bodyValue = keys.optional("body")
        let body = body(bodyValue, type: keys.optional("contentType"))
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

        if addressValue == nil || address != nil { checkScheme(of: url, urlValue, address) }
        guard let method, bodyValue == nil || body != nil else { return nil }

        do throws(RevocationFlaw) {
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
            let flaw = RevocationText.flaw(error)
            urlValue.complain(flaw.problem, flaw.remedy)
            return nil
        }
    }

    private func body(_ value: YAMLValue?, type: YAMLValue?) -> RevocationBody? {
        let contentType = type?.scalar(RevocationText.contentType)
        guard let value else {
            type?.complain("has no meaning without 'body'", "leave it out")
            return nil
        }
        if type == nil {
            value.complain("has no 'contentType' beside it", "add it, such as 'application/json'")
        }
        return contentType.flatMap { value.scalar(RevocationText.body($0)) }
    }

    private func keyField(_ value: YAMLValue?) -> String {
        let name = value?.scalar(HeaderText.parse) ?? HTTPRevoker.standardKeyField
        if name.lowercased() == "content-type" {
            value?.complain("is the header of the body's type", "name the one for idempotency keys")
        }
        return name
    }

    /// What the statuses mean, each one thing only.
    private static func statuses(_ keys: inout YAMLMapping) -> RevocationStatuses {
        let standard = RevocationStatuses.standard
        let done = keys.optional("done").map { Set($0.values(RevocationText.success)) } ?? standard.done
        let already = keys.optional("already").map { distinct($0, RevocationText.already, from: done) }
        let others = done.union(already ?? standard.already)
        let pending = keys.optional("pending").map { distinct($0, RevocationText.success, from: others) }
        return RevocationStatuses(
            done: done,
            already: already ?? standard.already,
            pending: pending ?? standard.pending.subtracting(others)
        )
    }

    private static func distinct(
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

    /// Refuses plain HTTP, but for connections to a written address that is this machine's or a private network's.
    private mutating func checkScheme(of url: RevocationURL, _ value: YAMLValue, _ address: NodeAddress?) {
        guard url.origin.scheme == .http else { return }

        let peer = address.map { IPAddress($0.host) } ?? url.origin.host.address
        guard let peer, !peer.isPublic else {
            value.complain(
                "would carry ids and credentials unencrypted over the internet",
                "write 'https', or the 'address' that it has in your own network"
            )
            return
        }

        if !peer.isLoopback { unencrypted.append(value) }
    }
}
