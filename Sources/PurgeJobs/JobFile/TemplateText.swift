/// Templates of paths, object keys and published forms as a site file writes them.
enum TemplateText {
    /// Longer templates are refused: with a clip's id they would not fit into a request line.
    static let maximumLength = 2048

    /// A format for a path, and query where it belongs to the link, with `{id}` and the given variables.
    static func path(_ variables: [String]) -> (String) throws(ScalarFlaw) -> Template {
        { (text) throws(ScalarFlaw) in
            guard text.hasPrefix("/") else { throw ScalarFlaw("is no path", "begin it with '/'") }

            try requireVisible(text)
            return try template(text, variables)
        }
    }

    /// A format for an object, written `store:key`, with the names of the stores.
    static func object(
        _ variables: [String],
        stores: [String]
    ) -> (String) throws(ScalarFlaw) -> LinkFamily.Object {
        { (text) throws(ScalarFlaw) in
            guard let colon = text.firstIndex(of: ":") else {
                throw ScalarFlaw("names no store", "write 'store:key', such as 'media:v/{id}.mp4'")
            }

            let store = String(text[..<colon])
            guard stores.contains(store) else {
                let remedy = NearestName.remedy(for: store, among: stores, "stores")
                throw ScalarFlaw("names a store that is not under 'stores'", remedy)
            }

            let key = try template(String(text[text.index(after: colon)...]), variables)
            let sample = Dictionary(key.holes.map { ($0, [UInt8(ascii: "x")]) }) { first, _ in first }
            guard key.expanded(sample, encoding: .raw).flatMap({ ObjectKey($0) }) != nil else {
                throw ScalarFlaw(
                    "gives no object key",
                    "write a relative path without '.', '..' and empty parts"
                )
            }

            return LinkFamily.Object(store: store, key: key)
        }
    }

    /// A published form of a clip's URL: absolute, with one `{id}`, and `{*}` for any one path segment.
    ///
    /// - Throws: a flaw for another scheme, holes in the host, and `{*}` elsewhere than as a whole segment.
    static func clipURL(_ text: String) throws(ScalarFlaw) -> String {
        try requireVisible(text)
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else {
            throw ScalarFlaw("is no absolute URL", "begin it with 'https://' or 'http://'")
        }

        let rest = text.dropFirst(scheme.count)
        _ = try HostText.parse(String(rest.prefix { $0 != "/" && $0 != "?" }))
        let holes = try template(text, ["*"]).holes
        guard holes.count(where: { $0 == "id" }) == 1 else {
            throw ScalarFlaw("has '{id}' more than once", "keep one")
        }

        let segments = rest.prefix { $0 != "?" }.split(separator: "/")
        guard segments.count(where: { $0 == "{*}" }) == holes.count(where: { $0 == "*" }) else {
            throw ScalarFlaw("has '{*}' in a part of something", "put it between two '/'")
        }

        return text
    }

    /// A cache tag with `{id}`.
    ///
    /// - Throws: a flaw when it has no `{id}`, or bytes that no tag can have.
    static func tag(_ text: String) throws(ScalarFlaw) -> Template {
        let tag = try template(text, [])
        guard tag.expanded(["id": [UInt8(ascii: "x")]], encoding: .raw).flatMap({ CacheTag($0) }) != nil
        else {
            throw ScalarFlaw(
                "gives no cache tag",
                "write visible ASCII without '*', commas, semicolons, quotes and backslashes"
            )
        }

        return tag
    }

    /// A query variant of a link, with its `?`.
    ///
    /// - Throws: a flaw when it has none, nothing after it, or what cannot stand on a request line.
    static func query(_ text: String) throws(ScalarFlaw) -> String {
        guard text.hasPrefix("?"), text.utf8.count > 1 else {
            throw ScalarFlaw("is no query", "write it with its '?', such as '?download=1'")
        }

        try requireVisible(text)
        return text
    }

    /// Where a redirect leads that says "gone": an absolute URL or a path, exactly as the Location has it.
    ///
    /// - Throws: a flaw for other forms, and for holes other than `{id}`.
    static func redirect(_ text: String) throws(ScalarFlaw) -> Template {
        try requireVisible(text)
        let isAbsolute = ["https://", "http://"].contains {
            text.hasPrefix($0) && text.utf8.count > $0.utf8.count
        }
        guard isAbsolute || text.hasPrefix("/") && !text.hasPrefix("//") else {
            throw ScalarFlaw(
                "is no Location",
                "begin it with 'https://', 'http://' or '/', as the server sends it"
            )
        }

        return try holed(text, [])
    }

    /// The message of a signature.
    ///
    /// - Throws: a flaw unless it says which path it is of and when it runs out.
    static func message(_ text: String) throws(ScalarFlaw) -> Template {
        let template = try holed(text, LinkMint.holes)
        guard template.holes.contains("expires"),
            template.holes.contains("path") || template.holes.contains("uri"),
            !template.holes.contains("id")
        else {
            throw ScalarFlaw("is no message", "write it with '{expires}' and '{path}' or '{uri}'")
        }

        return template
    }

    private static func template(_ text: String, _ variables: [String]) throws(ScalarFlaw) -> Template {
        let template = try holed(text, variables)
        guard template.holes.contains("id") else {
            throw ScalarFlaw("has no '{id}'", "without it every clip would have the same")
        }

        return template
    }

    /// A template with no other holes than `{id}` and the variables'.
    private static func holed(_ text: String, _ variables: [String]) throws(ScalarFlaw) -> Template {
        let template: Template
        do {
            template = try Template(text)
        } catch {
            throw ScalarFlaw("is no template: \(error)", "write holes as '{name}'")
        }
        if let unknown = template.holes.first(where: { $0 != "id" && !variables.contains($0) }) {
            let remedy = NearestName.remedy(for: unknown, among: ["id"] + variables, "holes")
            throw ScalarFlaw("is no template: \(Template.Flaw.unknownHole(VisibleText.of(unknown)))", remedy)
        }
        return template
    }

    private static func requireVisible(_ text: String) throws(ScalarFlaw) {
        guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "#") }) else {
            throw ScalarFlaw(
                "has spaces, '#' or letters beyond ASCII",
                "percent-encode them as the platform does"
            )
        }
        guard text.utf8.count <= maximumLength else {
            throw ScalarFlaw("is too long", "keep it under 2048 bytes")
        }
    }
}
