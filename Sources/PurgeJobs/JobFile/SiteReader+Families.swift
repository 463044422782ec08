extension SiteReader {
    /// More links of one family and clip than these are a mistake in its variants.
    static let maximumLinksPerClip = 1000

    mutating func family(_ keys: inout YAMLMapping, name: String) -> LinkFamily? {
        let hosts = keys.required("hosts")?.items(HostText.parse) ?? []
        published += hosts
        publishedHosts.formUnion(hosts.map(\.value))
        let entries = keys.optional("variables")?.entries(NameText.variable) ?? []
        let variables = entries.map { Variable(name: $0.name, values: $0.value.values(Self.variableValue)) }
        let names = entries.map(\.name)
        let object = keys.optional("object")
        let objects = object.map { readObjects(in: $0, names) } ?? []
        let dark = keys.optional("dark").map { darkRules(in: $0) } ?? .none
        let probeVariants = keys.optional("probe").map { variants(in: $0) } ?? []
        if let settings = keys.optional("mint").flatMap({ mint(in: $0) }) { mints[name] = settings }
        let source = Self.source(&keys, variables: names)
        let (schemes, queries) = Self.variants(&keys, of: source)
        guard let source else { return nil }

        if object == nil || !objects.isEmpty { Self.requireUse(of: entries, source, objects) }
        let factors = variables.map(\.values.count) + [schemes.count, hosts.count, queries.count + 1]
        if factors.reduce(1, { min($0 * max($1, 1), 1 << 20) }) > Self.maximumLinksPerClip {
            keys.complain(
                "gives more than \(Self.maximumLinksPerClip) links for each clip",
                "split the family"
            )
        }
        return LinkFamily(
            name: name,
            source: source,
            schemes: schemes,
            hosts: hosts.map(\.value),
            variables: variables,
            queries: queries,
            objects: objects,
            dark: dark,
            probeVariants: probeVariants
        )
    }

    /// One object, or a list of them where several nodes keep the bytes.
    private func readObjects(in value: YAMLValue, _ variables: [String]) -> [LinkFamily.Object] {
        let format = TemplateText.object(variables, stores: storeNames)
        return value.isList ? value.values(format) : value.scalar(format).map { [$0] } ?? []
    }

    private static func source(_ keys: inout YAMLMapping, variables: [String]) -> LinkFamily.Source? {
        switch (keys.optional("path"), keys.optional("field")) {
        case (let path?, nil):
            return path.scalar(TemplateText.path(variables)).map { .template($0) }
        case (nil, let field?):
            return field.scalar(NameText.field).map { .inventoryField($0) }
        case (_?, let field?):
            field.complain("stands beside 'path'", "keep the one that tells the clip's URL")
        case (nil, nil):
            keys.complain("has neither 'path' nor 'field'", "add the one that tells the clip's URL")
        }
        return nil
    }

    /// The schemes and queries, which only a path can have: a field holds the whole URL.
    private static func variants(
        _ keys: inout YAMLMapping,
        of source: LinkFamily.Source?
    ) -> (schemes: [LinkFamily.Scheme], queries: [String]) {
        let schemes = keys.optional("schemes")
        let queries = keys.optional("queries")
        switch source {
        case .inventoryField:
            for value in [schemes, queries].compactMap(\.self) {
                value.complain("has no meaning with 'field'", "leave it out: the field holds the whole URL")
            }
            // Whatever the field holds.
            return (LinkFamily.Scheme.allCases, [])
        case .template(let path) where path.description.contains("?"):
            queries?.complain("the path has a query already", "write each variant as a family of its own")
        case .template, nil:
            break
        }
        return (schemes?.values(scheme) ?? [.https], queries?.values(TemplateText.query) ?? [])
    }

    /// Refuses variables that no template uses: a misspelt hole would else go unseen.
    private static func requireUse(
        of variables: [YAMLValue.Entry],
        _ source: LinkFamily.Source,
        _ objects: [LinkFamily.Object]
    ) {
        var used = objects.flatMap(\.key.holes)
        if case .template(let path) = source { used += path.holes }
        for variable in variables where !used.contains(variable.name) {
            variable.key.complain(
                "no template uses the variable",
                "put '{\(variable.name)}' into 'path' or 'object'"
            )
        }
    }

    private static func scheme(_ text: String) throws(ScalarFlaw) -> LinkFamily.Scheme {
        try NameText.choice(LinkFamily.Scheme.allCases.map { ($0.rawValue, $0) }, "schemes")(text)
    }

    private static func variableValue(_ text: String) throws(ScalarFlaw) -> String {
        guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") }), text.utf8.count <= 64
        else {
            throw ScalarFlaw(
                "cannot stand in a link and an object",
                "use up to 64 visible ASCII characters but '/'"
            )
        }

        return text
    }
}
