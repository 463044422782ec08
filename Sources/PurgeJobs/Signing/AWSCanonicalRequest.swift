/// What a Signature Version 4 is made of: one spelling of a request, whatever its spelling on the wire.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
struct AWSCanonicalRequest: Sendable {
    /// How a service reads paths.
    enum Paths: Sendable {
        /// Dots and doubled slashes are folded, and what is on the wire is encoded once more.
        case folded
        /// As the keys of S3 are: every slash and dot counts, and nothing is encoded twice.
        case verbatim
    }

    let method: String
    /// As they are on the wire.
    let path: [UInt8]
    let query: [UInt8]
    /// Every field that is signed, names in any case, in the order of the request.
    let fields: [(name: String, value: [UInt8])]
    /// SHA-256 of the content as hexadecimal digits, or a word that stands for it.
    let contentDigest: String
    let paths: Paths

    var text: String {
        let parts: [[UInt8]] = [
            Array(method.utf8), canonicalPath, canonicalQuery, canonicalFields, Array(signedNames.utf8),
            Array(contentDigest.utf8),
        ]
        return String(decoding: Array(parts.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
    }

    /// The names of the signed fields, sorted, with semicolons between.
    var signedNames: String { sortedFields.map(\.name).joined(separator: ";") }

    private var canonicalPath: [UInt8] {
        let slash = UInt8(ascii: "/")
        switch paths {
        case .verbatim:
            let decoded = PercentEncoding.decoded(path) ?? path
            return Self.encoded(decoded.split(separator: slash, omittingEmptySubsequences: false))
        case .folded:
            var kept: [ArraySlice<UInt8>] = []
            for segment in path.split(separator: slash) where !segment.elementsEqual(".".utf8) {
                if segment.elementsEqual("..".utf8) { _ = kept.popLast() } else { kept.append(segment) }
            }
            let isFolder = path.last == slash || path.suffix(2).elementsEqual("/.".utf8)
            let folded = Self.encoded([[]] + kept + (isFolder && !kept.isEmpty ? [[]] : []))
            return folded.isEmpty ? [slash] : folded
        }
    }

    private static func encoded(_ segments: [ArraySlice<UInt8>]) -> [UInt8] {
        Array(
            segments.map { PercentEncoding.encoded(Array($0)) }.joined(separator: [UInt8(ascii: "/")])
        )
    }

    /// Names and values, each encoded in one way, in byte order of name, then value; without a value there is an empty one.
    private var canonicalQuery: [UInt8] {
        let pairs = query.split(separator: UInt8(ascii: "&")).map { pair -> (name: [UInt8], value: [UInt8]) in
            let halves = pair.split(
                separator: UInt8(ascii: "="),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            return (Self.reencoded(halves[0]), halves.count == 2 ? Self.reencoded(halves[1]) : [])
        }
        let sorted = pairs.sorted { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value)
                : left.name.lexicographicallyPrecedes(right.name)
        }
        let spelled = sorted.map { $0.name + [UInt8(ascii: "=")] + $0.value }
        return Array(spelled.joined(separator: [UInt8(ascii: "&")]))
    }

    private static func reencoded(_ part: ArraySlice<UInt8>) -> [UInt8] {
        PercentEncoding.encoded(PercentEncoding.decoded(part) ?? Array(part))
    }

    private var canonicalFields: [UInt8] {
        sortedFields.flatMap { field in
            Array("\(field.name):".utf8) + field.value + [UInt8(ascii: "\n")]
        }
    }

    /// One line for each name: several values with commas between, blanks run together.
    private var sortedFields: [(name: String, value: [UInt8])] {
        var values: [String: [[UInt8]]] = [:]
        for field in fields {
            values[field.name.lowercased(), default: []].append(Self.collapsed(field.value))
        }
        return values.map { ($0.key, Array($0.value.joined(separator: [UInt8(ascii: ",")]))) }
            .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
            .map { (name: $0.0, value: $0.1) }
    }

    /// Without outer blanks, and one for each run of inner ones.
    static func collapsed(_ value: [UInt8]) -> [UInt8] {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        return Array(value.split(whereSeparator: isBlank).joined(separator: [UInt8(ascii: " ")]))
    }
}
