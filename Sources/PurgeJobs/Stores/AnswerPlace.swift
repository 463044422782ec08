/// Where something stands in an answer: in a header, or in a body of JSON.
enum AnswerPlace: Hashable, Sendable {
    case header(String)
    /// The names and indexes of a JSON Pointer (RFC 6901).
    case json([String])

    /// Reads the name of a header, or a JSON Pointer, which begins with `/`; nil for neither.
    init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "/") else {
            var fields = HTTPFields()
            // Whether it is a header's name is what this asks.
            guard !text.isEmpty, (try? fields.append(text, "x")) != nil else { return nil }

            self = .header(text)
            return
        }

        let parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let isPointer = parts.allSatisfy { part in
            part.split(separator: "~", omittingEmptySubsequences: false).dropFirst()
                .allSatisfy { $0.first == "0" || $0.first == "1" }
        }
        guard isPointer else { return nil }

        self = .json(parts.map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") })
    }

    /// The text that stands there; nil where there is none.
    ///
    /// Of JSON only texts, numbers and answers are texts; of a body that was cut short nothing is.
    func text(in response: HTTPResponse, _ body: JSONAnswer?) -> String? {
        switch self {
        case .header(let name):
            guard let value = response.header.first(name), !value.isEmpty else { return nil }

            return String(validating: value, as: UTF8.self)
        case .json(let path):
            return body?.text(at: path[...])
        }
    }

    var isInBody: Bool {
        if case .json = self { true } else { false }
    }
}
