// Inventories of the kind `http`.
extension JobReader {
    func apiSettings(
        _ keys: inout YAMLMapping,
        _ fields: InventoryFields?,
        _ seen: inout Set<String>
    ) -> HTTPInventory.Settings? {
        let urlValue = keys.required("url")
        let url = urlValue?.scalar(APIText.url)
        let addressValue = keys.optional("address")
        let address = addressValue?.scalar(HostText.address)
        let access = access(&keys)
        let headers = headers(keys.optional("headers"), access)
        let rows = keys.optional("rows")?.scalar(NameText.field)
        let paging = keys.required("pages")?.mapping(Self.paging)
        let size = keys.optional("size")?.mapping(Self.size)
        let rate = keys.optional("rate")?.scalar(NumberText.rate)
        let reset = keys.optional("reset")?.scalar(HeaderText.parse)
        let lookupValue = keys.optional("lookup")
        let lookup = lookupValue?.mapping(Self.lookup)
        guard let urlValue, let url, let paging, lookupValue == nil || lookup != nil else { return nil }

        if !seen.insert(url.text).inserted {
            urlValue.complain("another inventory of the job asks this API", "name it once")
        }
        if addressValue == nil || address != nil {
            Self.checkScheme(of: url.value.origin, urlValue, address)
            if let lookup, let lookupValue { Self.checkScheme(of: lookup.url.origin, lookupValue, address) }
        }
        let parameters = [size?.parameter, paging.parameter].compactMap(\.self)
        let written = PageQuery.names(in: url.value.target) + parameters
        if Set(written).count < written.count {
            urlValue.complain("has a parameter twice", "leave to 'pages' and 'size' what they add")
        }
        var settings = HTTPInventory.Settings(name: url.text, url: url.value, paging: paging)
        settings.address = address
        settings.headers = headers
        settings.access = access
        settings.rows = rows
        settings.size = size
        settings.fields = fields ?? .standard
        settings.rate = rate
        settings.resetHeader = reset
        settings.lookup = lookup
        return settings
    }

    // MARK: Who asks

    private func access(_ keys: inout YAMLMapping) -> InventoryAccess? {
        let credential = keys.optional("credential")
        let grant = keys.optional("oauth")
        if credential != nil, let grant {
            grant.complain("stands beside 'credential'", "keep one of the two")
        }
        if let credential {
            return credential.keptSecret().mapping { keys in
                let header = keys.required("header")?.scalar(HeaderText.parse)
                let secret = secret(&keys, header: header ?? "")
                guard let header, let secret else { return nil }

                return .header(header, secret)
            }
        }
        return grant?.mapping(self.grant).map { .token($0) }
    }

    private func secret(_ keys: inout YAMLMapping, header: String) -> InventorySecret? {
        let place = SecretReader(paths: paths, book: book).place(&keys, header: header)
        return (place?.source).map { source in InventorySecret { try source.resolve() } }
    }

    private func grant(_ keys: inout YAMLMapping) -> TokenGrant? {
        let urlValue = keys.required("url")
        let url = urlValue?.scalar(APIText.url)
        let addressValue = keys.optional("address")
        let address = addressValue?.scalar(HostText.address)
        let client = keys.required("client")?.scalar(APIText.word)
        let secret = keys.required("secret")?.keptSecret().mapping { self.secret(&$0, header: "") }
        let scope = keys.optional("scope")?.scalar(APIText.words)
        let styles = TokenGrant.Style.allCases.map { (name: $0.rawValue, value: $0) }
        let style = keys.optional("send")?.scalar(NameText.choice(styles, "ways to say who asks"))
        guard let urlValue, let url, let client, let secret else { return nil }

        if addressValue == nil || address != nil { Self.checkScheme(of: url.value.origin, urlValue, address) }
        return TokenGrant(
            url: url.value,
            address: address,
            client: client,
            secret: secret,
            scope: scope,
            style: style ?? .basic
        )
    }

    /// Further headers, none of which is a secret: the ledger keeps the job file.
    private func headers(_ value: YAMLValue?, _ access: InventoryAccess?) -> [InventoryHeader] {
        var taken: Set<String> = ["accept"]
        switch access {
        case .header(let name, _): taken.insert(name.lowercased())
        case .token: taken.insert("authorization")
        case nil: break
        }
        return (value?.entries(HeaderText.parse) ?? []).compactMap { entry in
            if HTTPFields.namesCredential(entry.name) {
                entry.key.complain(
                    "is a header for a credential, which no job file holds",
                    "write it as 'credential', its value in a file of its own"
                )
            } else if !taken.insert(entry.name.lowercased()).inserted {
                entry.key.complain("is a header that the request has already", "leave it out")
            }
            return entry.value.scalar(HeaderText.value).map {
                InventoryHeader(name: entry.name, value: $0)
            }
        }
    }

    // MARK: Its pages

    private static func paging(_ keys: inout YAMLMapping) -> InventoryPaging? {
        let ways = ["cursor", "pageToken", "offset", "link", "none"].map { (name: $0, value: $0) }
        let way = keys.required("by")?.scalar(NameText.choice(ways, "ways from page to page"))
        let next = keys.optional("next")
        let parameter = keys.optional("parameter")
        let total = keys.optional("total")
        let field = next?.scalar(NameText.field)
        let name = parameter?.scalar(APIText.parameter)
        let sum = total?.scalar(NameText.field)
        func refuse(_ others: YAMLValue?...) {
            for other in others { other?.complain("has no meaning for this way", "leave it out") }
        }
        switch way {
        case "cursor":
            refuse(total)
            if next == nil { keys.complain("the key 'next' is missing", "name the field with the cursor") }
            if parameter == nil { keys.complain("the key 'parameter' is missing", "name what carries it") }
            return field.flatMap { field in name.map { .token(field: field, parameter: $0) } }
        case "pageToken":
            refuse(total)
            guard next == nil || field != nil, parameter == nil || name != nil else { return nil }

            return .token(field: field ?? "nextPageToken", parameter: name ?? "pageToken")
        case "offset":
            refuse(next)
            guard parameter == nil || name != nil, total == nil || sum != nil else { return nil }

            return .offset(parameter: name ?? "offset", total: sum)
        case nil: return nil
        default:
            refuse(next, parameter, total)
            return way == "link" ? .link : InventoryPaging.none
        }
    }

    private static func size(_ keys: inout YAMLMapping) -> HTTPInventory.Settings.PageSize? {
        let parameter = keys.required("parameter")?.scalar(APIText.parameter)
        let rows = keys.required("rows")?.scalar(NumberText.whole(1...10_000))
        return parameter.flatMap { parameter in rows.map { .init(parameter: parameter, rows: $0) } }
    }

    private static func lookup(_ keys: inout YAMLMapping) -> HTTPInventory.Settings.Lookup? {
        let urlValue = keys.required("url")
        let url = urlValue?.scalar(APIText.url)
        let parameter = keys.required("parameter")?.scalar(APIText.parameter)
        let most = keys.optional("most")?.scalar(NumberText.whole(1...1000))
        guard let url, let parameter else { return nil }

        if PageQuery.names(in: url.value.target).contains(parameter) {
            urlValue?.complain("has the parameter already", "leave the ids to 'lookup'")
        }
        return .init(url: url.value, parameter: parameter, most: most ?? 1)
    }

    /// Refuses plain HTTP, but for connections to a written address that is this machine's or a private network's.
    private static func checkScheme(of origin: HTTPOrigin, _ value: YAMLValue, _ address: NodeAddress?) {
        let peer = address.map { IPAddress($0.host) } ?? origin.host.address
        guard origin.scheme == .http, peer?.isPublic ?? true else { return }

        value.complain(
            "would carry ids and credentials unencrypted over the internet",
            "write 'https', or the 'address' that it has in your own network"
        )
    }
}

extension InventoryPaging {
    /// The parameter that it adds to the URL.
    fileprivate var parameter: String? {
        switch self {
        case .token(_, let parameter), .offset(let parameter, _): parameter
        case .link, .none: nil
        }
    }
}
