private import Foundation

/// The body of a request to an endpoint, with holes where its type has an escaping, and the type itself.
struct EndpointBody: Hashable, Sendable {
    /// As it stands in the header.
    let contentType: String
    private let template: Template
    private let encoding: Template.Encoding

    /// The names of its holes.
    var holes: [String] { template.holes }

    /// Reads a template, such as `{"clip": "{id}"}` of `application/json`, that may have the given holes.
    ///
    /// In JSON, a hole stands inside a string and is escaped for it; in a form, `application/x-www-form-urlencoded`, it is
    /// percent-encoded; a body of any other type is sent as it is.
    ///
    /// - Throws: what is wrong with body or type.
    init(_ text: String, contentType: String, holes: [String]) throws(EndpointFlaw) {
        self.contentType = contentType
        guard let type = Self.type(in: contentType) else { throw .contentType }

        template = Template(amongBraces: text)
        switch type {
        case "application/x-www-form-urlencoded":
            encoding = .url
            try Self.requireForm(template)
        case "application/json":
            encoding = .json
            try Self.requireJSON(template)
        case let type where type.hasPrefix("application/") && type.hasSuffix("+json"):
            encoding = .json
            try Self.requireJSON(template)
        default:
            encoding = .raw
            guard template.holes.isEmpty else { throw .unescapable }
        }
        if let name = template.holes.first(where: { !holes.contains($0) }) { throw .unknownHole(name) }
    }

    /// The body with the values escaped for the type; traps when a hole that it may have has none.
    func bytes(with values: [String: [UInt8]]) -> [UInt8] {
        guard let bytes = template.expanded(values, encoding: encoding) else {
            preconditionFailure("a body has no holes but those that it was read with")
        }

        return bytes
    }

    /// The type without its parameters, in lower case; nil of what is none, or of another encoding than UTF-8.
    static func type(in text: String) -> String? {
        let parts = text.lowercased().split(separator: ";", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        let names = parts[0].split(separator: "/", omittingEmptySubsequences: false)
        guard text.utf8.allSatisfy({ (32...126).contains($0) }), text.first != " ", text.last != " ",
            names.count == 2, names.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }),
            parts.dropFirst().allSatisfy({ $0 == "charset=utf-8" })
        else { return nil }

        return parts[0]
    }

    private static func requireForm(_ template: Template) throws(EndpointFlaw) {
        for case .text(let part) in template.parts {
            guard part.allSatisfy({ $0 > 32 && $0 < 127 }) else { throw .invisible }
            guard PercentEncoding.decoded(part) != nil else { throw .brokenEncoding }
        }
    }

    private static func requireJSON(_ template: Template) throws(EndpointFlaw) {
        var (isInString, isEscaped) = (false, false)
        var sample: [UInt8] = []
        for part in template.parts {
            switch part {
            case .hole:
                guard isInString, !isEscaped else { throw .holeOutsideString }

                sample.append(UInt8(ascii: "x"))
            case .text(let text):
                for byte in text {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\"") {
                        isInString.toggle()
                    } else {
                        isEscaped = isInString && byte == UInt8(ascii: "\\")
                    }
                }
                sample += text
            }
        }
        do {
            _ = try JSONSerialization.jsonObject(with: Data(sample), options: .fragmentsAllowed)
        } catch {
            throw .notJSON
        }
    }
}
