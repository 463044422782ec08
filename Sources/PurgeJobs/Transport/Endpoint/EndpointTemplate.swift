/// What holds for the URLs of all endpoints that a site file describes.
enum EndpointTemplate {
    /// Reads an absolute URL with some of the given holes, none of them in its host.
    ///
    /// - Throws: what is wrong with it.
    static func url(_ text: String, holes: [String]) throws(EndpointFlaw) -> Template {
        let template = try parsed(text, holes: holes)
        guard let start = text.firstRange(of: "://")?.upperBound else { throw .url(.scheme) }
        guard !text[start...].prefix(while: { !"/?#".contains($0) }).contains("{") else { throw .holeInHost }

        return template
    }

    /// Reads a URL, or a path with its query, with some of the given holes.
    ///
    /// - Throws: what is wrong with it.
    static func parsed(_ text: String, holes: [String]) throws(EndpointFlaw) -> Template {
        let template: Template
        do {
            template = try Template(text)
        } catch {
            throw .template(error)
        }
        if let name = template.holes.first(where: { !holes.contains($0) }) { throw .unknownHole(name) }
        for case .text(let part) in template.parts where PercentEncoding.decoded(part) == nil {
            throw .brokenEncoding
        }
        return template
    }

    static func path(of url: HTTPURL) -> ArraySlice<UInt8> {
        url.target.bytes.prefix { $0 != UInt8(ascii: "?") }
    }

    /// Whether the path stays as it is in servers that decode `%2F`, merge `//`, resolve `..` or take `\` for `/`.
    ///
    /// Any of them would turn `/shares/..%2F` or `/shares/%2F` into the collection of all clips' shares.
    static func isPlain(_ path: ArraySlice<UInt8>, endsInSlash: Bool) -> Bool {
        guard let decoded = PercentEncoding.decoded(path) else { return false }

        let separators = Array("/\\".utf8)
        let parts = decoded.split(omittingEmptySubsequences: false, whereSeparator: separators.contains)
        return parts.dropFirst().dropLast(endsInSlash ? 1 : 0).allSatisfy { part in
            !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
        }
    }
}
