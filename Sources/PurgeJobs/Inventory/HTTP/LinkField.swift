/// The header field `Link` (RFC 8288), as far as it names a next page.
enum LinkField {
    /// The target of the link whose relation is `next`; empty where there is none.
    ///
    /// - Throws: `foreignLink` for one that leads to another scheme, host or port (R13), `unclearLink` for several, and for what
    ///   is neither an absolute URL nor a path or query of the same server.
    static func next(in header: HeaderBlock, of url: HTTPURL) throws(RowFlaw) -> [UInt8] {
        var found: Set<[UInt8]> = []
        for value in header.values(of: "link") {
            for link in try links(value) where isNext(link.parameters) { found.insert(link.target) }
        }
        guard found.count < 2 else { throw .unclearLink }
        guard let reference = found.first else { return [] }

        return try target(reference, of: url)
    }

    private static func target(_ reference: [UInt8], of url: HTTPURL) throws(RowFlaw) -> [UInt8] {
        if reference.first == UInt8(ascii: "?") {
            return url.target.bytes.prefix { $0 != UInt8(ascii: "?") } + reference
        }
        if reference.first == UInt8(ascii: "/"), reference.dropFirst().first != UInt8(ascii: "/") {
            return reference
        }
        let next: HTTPURL
        do throws(HTTPSyntaxError) {
            next = try HTTPURL(reference)
        } catch {
            throw .unclearLink
        }
        guard next.origin == url.origin else { throw .foreignLink }

        return Array(next.target.bytes)
    }

    /// The links of one value, each `<target>` with what stands behind it up to the next comma outside quotes.
    private static func links(
        _ value: ArraySlice<UInt8>
    ) throws(RowFlaw) -> [(target: [UInt8], parameters: [[UInt8]])] {
        var links: [(target: [UInt8], parameters: [[UInt8]])] = []
        var rest = value
        while true {
            rest = rest.drop { isSpace($0) || $0 == UInt8(ascii: ",") }
            guard let first = rest.first else { return links }
            guard first == UInt8(ascii: "<"), let end = rest.firstIndex(of: UInt8(ascii: ">")) else {
                throw .unclearLink
            }

            let target = Array(rest[(rest.startIndex + 1)..<end])
            rest = rest[(end + 1)...]
            links.append((target, parameters(&rest)))
        }
    }

    /// The parameters up to a comma outside quotes, which is gone past; `name=value` without white space and quotes.
    private static func parameters(_ rest: inout ArraySlice<UInt8>) -> [[UInt8]] {
        var parameters: [[UInt8]] = [[]]
        var isQuoted = false
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if isQuoted {
                parameters[parameters.count - 1].append(byte)
            } else if byte == UInt8(ascii: ",") {
                return parameters
            } else if byte == UInt8(ascii: ";") {
                parameters.append([])
            } else if !isSpace(byte) {
                parameters[parameters.count - 1].append(byte)
            }
        }
        return parameters
    }

    /// Whether the first `rel` lists `next`; relations are compared without regard to case (section 2.1.1).
    private static func isNext(_ parameters: [[UInt8]]) -> Bool {
        let rel = parameters.map { String(decoding: $0, as: UTF8.self).lowercased() }
            .first { $0.hasPrefix("rel=") }
        return rel?.dropFirst(4).split(separator: " ").contains("next") ?? false
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}
