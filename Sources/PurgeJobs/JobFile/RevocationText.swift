/// The parts of a revoker as a site file writes them.
enum RevocationText {
    /// Longer bodies are refused: they name one clip.
    static let maximumBody = 16 << 10

    /// The URL, absolute, with `{id}` where the clip's id goes.
    ///
    /// - Throws: a flaw for holes in the host, other holes, and what cannot be asked for.
    static func url(_ text: String) throws(ScalarFlaw) -> RevocationURL {
        guard text.utf8.count <= TemplateText.maximumLength else {
            throw ScalarFlaw("is too long", "keep it under 2048 bytes")
        }

        do throws(RevocationFlaw) {
            return try RevocationURL(text)
        } catch {
            throw flaw(error)
        }
    }

    /// A format for the body of a content type.
    static func body(_ contentType: String) -> (String) throws(ScalarFlaw) -> RevocationBody {
        { (text) throws(ScalarFlaw) in
            guard text.utf8.count <= maximumBody else {
                throw ScalarFlaw("is too long", "keep it under 16 KiB")
            }

            do throws(RevocationFlaw) {
                return try RevocationBody(text, contentType: contentType)
            } catch {
                throw flaw(error)
            }
        }
    }

    /// A content type that a body can have.
    ///
    /// - Throws: a flaw for other texts, and for other encodings than UTF-8.
    static func contentType(_ text: String) throws(ScalarFlaw) -> String {
        guard RevocationBody.type(in: text) != nil else { throw flaw(.contentType) }

        return text
    }

    /// A status that says that the endpoint has revoked, or will revoke.
    ///
    /// - Throws: a flaw for what is no success.
    static func success(_ text: String) throws(ScalarFlaw) -> Int {
        let status = try NumberText.whole(100...599)(text)
        guard RevocationStatuses.maySucceed(status) else {
            throw ScalarFlaw("never says that all was revoked", "name successes, but not 207")
        }

        return status
    }

    /// A status that says that there is nothing to revoke.
    ///
    /// - Throws: a flaw for what may have another cause.
    static func already(_ text: String) throws(ScalarFlaw) -> Int {
        let status = try NumberText.whole(100...599)(text)
        guard RevocationStatuses.mayBeAlready(status) else {
            throw ScalarFlaw(
                "never says that nothing is left to revoke",
                "name successes, 404, 409, 410, 412 or 422"
            )
        }

        return status
    }

    static func flaw(_ flaw: RevocationFlaw) -> ScalarFlaw { ScalarFlaw("\(flaw)", remedy(for: flaw)) }

    private static func remedy(for flaw: RevocationFlaw) -> String {
        switch flaw {
        case .namesNoClip: "put '{id}' where the endpoint wants the clip's id"
        case .template: "write holes as '{id}'"
        case .unknownHole(let name): NearestName.remedy(for: name, among: ["id"], "holes")
        case .holeInHost: "name each host in a revoker of its own"
        case .invisible, .brokenEncoding: "percent-encode them as the endpoint does"
        case .url: "write 'https://host/path', with '{id}' in path or query"
        case .path: "write the path as the endpoint has it"
        case .contentType: "write one such as 'application/json'"
        case .notJSON: "write the body as it is sent, in single quotes"
        case .holeOutsideString: "write '\"{id}\"'"
        case .unescapable:
            "write 'application/json' or 'application/x-www-form-urlencoded', or take the hole out"
        }
    }
}
