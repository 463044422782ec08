// Who is told of what happens, and how.
extension SiteReader {
    mutating func channels(_ entries: [YAMLValue.Entry]) -> [ChannelSettings] {
        entries.compactMap { entry in entry.value.mapping { channel(&$0, name: entry.name) } }
    }

    private enum Kind: String, CaseIterable {
        case webhook
        case slack
        case mail
    }

    private func channel(_ keys: inout YAMLMapping, name: String) -> ChannelSettings? {
        let kinds = Kind.allCases.map { (name: $0.rawValue, value: $0) }
        let severities = NoticeKind.Severity.allCases.map { (name: $0.rawValue, value: $0) }
        let events = NoticeKind.allCases.filter { $0 != .test }.map { (name: $0.rawValue, value: $0) }
        let kind = keys.required("kind")?.scalar(NameText.choice(kinds, "kinds of channels"))
        let chosen = keys.optional("events").map { Set($0.values(NameText.choice(events, "events"))) }
        let least = keys.optional("severity")?.scalar(NameText.choice(severities, "severities"))
        let way: (NoticeChannel.Way, NodeAddress?, CredentialSource?)? =
            switch kind {
            case .webhook: webhook(&keys)
            case .slack: slack(&keys)
            case .mail: mail(&keys)
            case nil: nil
            }
        guard let way else { return nil }

        let channel = NoticeChannel(
            name: name,
            way: way.0,
            address: way.1,
            kinds: chosen ?? Set(events.map(\.value)),
            least: least ?? (chosen == nil ? .warning : .info)
        )
        return ChannelSettings(channel: channel, secret: way.2)
    }

    private func webhook(_ keys: inout YAMLMapping) -> (NoticeChannel.Way, NodeAddress?, CredentialSource?)? {
        let urlValue = keys.required("url")
        let url = urlValue?.scalar(Self.webURL)
        let address = keys.optional("address")?.scalar(HostText.address)
        let secret = place(keys.required("secret"))
        guard let urlValue, let url, let secret else { return nil }

        if url.origin.scheme == .http {
            let peer = address.map { IPAddress($0.host) } ?? url.origin.host.address
            if peer.map({ $0.isPublic }) ?? true {
                urlValue.complain(
                    "would tell of takedowns unencrypted over the internet",
                    "write 'https', or the 'address' that it has in your own network"
                )
            }
        }
        return (.webhook(url), address, secret)
    }

    private func slack(_ keys: inout YAMLMapping) -> (NoticeChannel.Way, NodeAddress?, CredentialSource?)? {
        let host = keys.required("host")?.scalar(Self.webOrigin)
        let address = keys.optional("address")?.scalar(HostText.address)
        let url = place(keys.required("url"))
        guard let host, let url else { return nil }

        return (.slack(host), address, url)
    }

    private func mail(_ keys: inout YAMLMapping) -> (NoticeChannel.Way, NodeAddress?, CredentialSource?)? {
        let program = keys.optional("program")
        let server = keys.optional("server")
        let from = keys.required("from")?.scalar(Self.mailAddress)
        let recipients = keys.required("to")?.values(Self.mailAddress) ?? []
        var secret: CredentialSource?
        let post: NoticeChannel.Post?
        switch (program, server) {
        case (let program?, nil): post = mailProgram(program)
        case (nil, let server?):
            (post, secret) = mailServer(server, &keys)
        default:
            keys.complain("must say who takes its mail", "write one of 'program' and 'server'")
            post = nil
        }
        guard let post, let from, !recipients.isEmpty else { return nil }

        return (.mail(by: post, from: from, to: recipients), nil, secret)
    }

    private func mailProgram(_ value: YAMLValue) -> NoticeChannel.Post? {
        let command = value.values(Self.argument)
        guard let first = command.first else { return nil }
        guard first.hasPrefix("/") else {
            value.complain(
                "has a program that is no absolute path",
                "write it out, such as /usr/sbin/sendmail"
            )
            return nil
        }

        return .program(command)
    }

    private func mailServer(
        _ value: YAMLValue,
        _ keys: inout YAMLMapping
    ) -> (NoticeChannel.Post?, CredentialSource?) {
        let levels = MailServer.Security.allCases.map { (name: $0.rawValue, value: $0) }
        let place = value.scalar(HostText.address)
        let security =
            keys.optional("security")?.scalar(NameText.choice(levels, "ways of encryption")) ?? .startTLS
        let address = keys.optional("address")?.scalar(HostText.address)
        let userValue = keys.optional("user")
        let user = userValue?.scalar(Self.argument)
        let secretValue = keys.optional("secret")
        let secret = self.place(secretValue)
        // HostText has read it, and said what is wrong with it.
        guard let place, let host = try? HostName(place.host) else { return (nil, nil) }

        if (userValue == nil) != (secretValue == nil) {
            value.complain("needs 'user' and 'secret' together", "write both, or neither")
        }
        let server = MailServer(
            host: host,
            port: place.port,
            security: security,
            user: user,
            address: address
        )
        if security == .none {
            if userValue != nil {
                value.complain("would get a password unencrypted", "write 'security: startTLS' or 'tls'")
            }
            if server.writtenAddress.map(\.isPublic) ?? true {
                value.complain(
                    "would tell of takedowns unencrypted over the internet",
                    "write 'security: startTLS', or the 'address' that it has in your own network"
                )
            }
        }
        return (.server(server), secret)
    }

    /// Where a secret is, without fetching it: one that is missing must not keep a takedown waiting.
    private func place(_ value: YAMLValue?) -> CredentialSource? {
        value?.keptSecret().mapping { keys in secretPlace(&keys, header: "").map(\.source) }
    }

    // MARK: Formats

    private static func webURL(_ text: String) throws(ScalarFlaw) -> HTTPURL {
        do throws(HTTPSyntaxError) {
            return try HTTPURL(text)
        } catch {
            throw ScalarFlaw("is no URL", "write 'https://host/path'")
        }
    }

    private static func webOrigin(_ text: String) throws(ScalarFlaw) -> HTTPOrigin {
        try webURL("https://\(try HostText.parse(text))/").origin
    }

    /// A plain address: it stands in a mail's header and in a command.
    private static func mailAddress(_ text: String) throws(ScalarFlaw) -> String {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        let isPlain = text.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"<>()[],;:\\\"".utf8.contains($0) }
        guard isPlain, parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !text.hasPrefix("-"),
            text.utf8.count <= 254
        else { throw ScalarFlaw("is no mail address", "write 'name@host', without a display name") }

        return text
    }
}
