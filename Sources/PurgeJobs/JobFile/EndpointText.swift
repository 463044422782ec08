/// The parts of an HTTP endpoint, one that revokes, one that purges or a store's, as a site file writes them.
enum EndpointText {
    /// Longer bodies are refused: they name one clip or link.
    static let maximumBody = 16 << 10

    /// The URL of a revoker, absolute, with `{id}` where the clip's id goes.
    ///
    /// - Throws: a flaw for holes in the host, other holes, and what cannot be asked for.
    static func url(_ text: String) throws(ScalarFlaw) -> RevocationURL {
        guard text.utf8.count <= TemplateText.maximumLength else {
            throw ScalarFlaw("is too long", "keep it under 2048 bytes")
        }

        do throws(EndpointFlaw) {
            return try RevocationURL(text)
        } catch {
            throw flaw(error, holes: HTTPRevoker.holes)
        }
    }

    /// Where a purge goes: `{url}`, a path or an absolute URL, with holes for what was published.
    ///
    /// - Throws: a flaw for holes in the host, other holes, and what cannot be asked for.
    static func purgeURL(_ text: String) throws(ScalarFlaw) -> PurgeURL {
        guard text.utf8.count <= TemplateText.maximumLength else {
            throw ScalarFlaw("is too long", "keep it under 2048 bytes")
        }

        do throws(EndpointFlaw) {
            return try PurgeURL(text)
        } catch {
            throw flaw(error, holes: LinkHoles.names)
        }
    }

    /// A format for the URL of a request to a store, absolute, with the given holes.
    static func storeURL(_ holes: [String]) -> (String) throws(ScalarFlaw) -> StoreURL {
        { (text) throws(ScalarFlaw) in
            guard text.utf8.count <= TemplateText.maximumLength else {
                throw ScalarFlaw("is too long", "keep it under 2048 bytes")
            }

            do throws(EndpointFlaw) {
                return try StoreURL(text, holes: holes)
            } catch {
                throw flaw(error, holes: holes)
            }
        }
    }

    /// A header's value with holes for what was published.
    ///
    /// - Throws: a flaw for other holes, and for what cannot stand in a header.
    static func header(_ text: String) throws(ScalarFlaw) -> Template {
        try header(LinkHoles.names)(text)
    }

    /// A format for a header's value with the given holes.
    static func header(_ holes: [String]) -> (String) throws(ScalarFlaw) -> Template {
        { (text) throws(ScalarFlaw) in
            let value = try HeaderText.value(text)
            let template: Template
            do throws(Template.Flaw) {
                template = try Template(value)
            } catch {
                throw flaw(.template(error), holes: holes)
            }
            if let name = template.holes.first(where: { !holes.contains($0) }) {
                throw flaw(.unknownHole(name), holes: holes)
            }
            return template
        }
    }

    /// Words that the body of an answer must have.
    ///
    /// - Throws: a flaw for more than 256 bytes.
    static func words(_ text: String) throws(ScalarFlaw) -> String {
        guard text.utf8.count <= 256 else { throw ScalarFlaw("is too long", "keep it under 256 bytes") }

        return text
    }

    /// A format for the body of a content type, with the holes that it may have.
    static func body(_ contentType: String, holes: [String]) -> (String) throws(ScalarFlaw) -> EndpointBody {
        { (text) throws(ScalarFlaw) in
            guard text.utf8.count <= maximumBody else {
                throw ScalarFlaw("is too long", "keep it under 16 KiB")
            }

            do throws(EndpointFlaw) {
                return try EndpointBody(text, contentType: contentType, holes: holes)
            } catch {
                throw flaw(error, holes: holes)
            }
        }
    }

    /// A content type that a body can have.
    ///
    /// - Throws: a flaw for other texts, and for other encodings than UTF-8.
    static func contentType(_ text: String) throws(ScalarFlaw) -> String {
        guard EndpointBody.type(in: text) != nil else {
            throw flaw(.contentType, holes: [])
        }

        return text
    }

    /// A status that says that the endpoint has done it, or will do it.
    ///
    /// - Throws: a flaw for what is no success.
    static func success(_ text: String) throws(ScalarFlaw) -> Int {
        let status = try NumberText.whole(100...599)(text)
        guard EndpointStatuses.maySucceed(status) else {
            throw ScalarFlaw("never says that all was done", "name successes, but not 207")
        }

        return status
    }

    /// A status that says that there is nothing to do.
    ///
    /// - Throws: a flaw for what may have another cause.
    static func already(_ text: String) throws(ScalarFlaw) -> Int {
        let status = try NumberText.whole(100...599)(text)
        guard EndpointStatuses.mayBeAlready(status) else {
            throw ScalarFlaw(
                "never says that nothing is left to do",
                "name successes, 404, 409, 410, 412 or 422"
            )
        }

        return status
    }

    /// A flaw of something that may have the given holes.
    static func flaw(_ flaw: EndpointFlaw, holes: [String]) -> ScalarFlaw {
        ScalarFlaw("\(flaw)", remedy(for: flaw, holes))
    }

    private static func remedy(for flaw: EndpointFlaw, _ holes: [String]) -> String {
        switch flaw {
        case .namesNoClip: "put '{id}' where the endpoint wants the clip's id"
        case .namesNoLink: "put '{url}', or '{path}{query}', where the cache wants the link"
        case .namesNoObject: "put '{key}' where the API wants the object"
        case .template: "write holes as '{\(holes.first ?? "id")}'"
        case .unknownHole(let name): NearestName.remedy(for: name, among: holes, "holes")
        case .holeInHost: "write one host; what asks several is described once for each"
        case .invisible, .brokenEncoding: "percent-encode them as the endpoint does"
        case .url: "write 'https://host/path', with the holes in path or query"
        case .path: "write the path as the endpoint has it"
        case .contentType: "write one such as 'application/json'"
        case .notJSON: "write the body as it is sent, in single quotes"
        case .queryInPath: "end it with '{path}{query}', or put '{query}' behind a '?'"
        case .holeOutsideString: "put it in double quotes"
        case .unescapable:
            "write 'application/json' or 'application/x-www-form-urlencoded', or take the hole out"
        }
    }
}
