/// One published form of a clip's URL: where in it the id stands.
struct ClipURLForm: Hashable, Sendable {
    /// One segment of the path, or one value in the query.
    enum Piece: Hashable, Sendable {
        case text([UInt8])
        /// Any one segment that is not empty.
        case any
        /// The id, once or more, between these texts: one more of them than of ids.
        case id([[UInt8]])
    }

    struct Parameter: Hashable, Sendable {
        let name: [UInt8]
        let value: Piece
    }

    private let segments: [Piece]
    private let parameters: [Parameter]

    /// Takes path and query of a template in which only `{id}` and `{*}` are left.
    ///
    /// Nil when a hole stands where none may, or there is no id.
    init?(_ parts: [Template.Part]) {
        let atoms = parts.flatMap(Self.atoms)
        guard !atoms.contains(.byte(UInt8(ascii: "#"))), !atoms.contains(.unknown) else { return nil }

        let mark = Atom.byte(UInt8(ascii: "?"))
        let halves = atoms.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
        let path = halves.first.map { Self.pieces($0, separator: UInt8(ascii: "/")) } ?? []
        let query = halves.count > 1 ? Self.parameters(halves[1]) : []
        guard let path, let query, path.first == .text([]) else { return nil }

        segments = Self.withoutTrailingSlash(Array(path.dropFirst()))
        parameters = query
        let hasID = (segments + parameters.map(\.value)).contains {
            if case .id = $0 { true } else { false }
        }
        guard hasID, !parameters.contains(where: { $0.value == .any }) else { return nil }
    }

    /// The id in a URL of this form, still percent-encoded; nil for any other URL.
    func encodedID(in url: CanonicalURL) -> [UInt8]? {
        let path = url.path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let found = path.count > 1 && path.last?.isEmpty == true ? path.dropLast() : path
        guard found.count == segments.count else { return nil }

        var pairs = Array(zip(segments, found))
        let query = url.query.split(separator: UInt8(ascii: "&"))
        for parameter in parameters {
            let values = query.filter { $0.starts(with: parameter.name + [UInt8(ascii: "=")]) }
            guard !values.isEmpty else { return nil }

            pairs += values.map { (parameter.value, $0.dropFirst(parameter.name.count + 1)) }
        }
        return Self.id(pairs)
    }

    private static func id(_ pairs: [(Piece, ArraySlice<UInt8>)]) -> [UInt8]? {
        var id: [UInt8]?
        for (piece, bytes) in pairs {
            switch piece {
            case .text(let text):
                guard bytes.elementsEqual(text) else { return nil }
            case .any:
                guard !bytes.isEmpty else { return nil }
            case .id(let texts):
                guard let found = Self.id(in: bytes, between: texts), id == nil || id == found else {
                    return nil
                }

                id = found
            }
        }
        return id
    }

    private static func id(in bytes: ArraySlice<UInt8>, between texts: [[UInt8]]) -> [UInt8]? {
        let (length, rest) = (bytes.count - texts.joined().count).quotientAndRemainder(
            dividingBy: texts.count - 1
        )
        guard length > 0, rest == 0, let first = texts.first else { return nil }

        let id = Array(bytes.dropFirst(first.count).prefix(length))
        return bytes.elementsEqual(texts.joined(separator: id)) ? id : nil
    }

    private enum Atom: Hashable {
        case byte(UInt8)
        case id
        case any
        case unknown
    }

    private static func atoms(_ part: Template.Part) -> [Atom] {
        switch part {
        case .text(let text): text.map(Atom.byte)
        case .hole("id"): [.id]
        case .hole("*"): [.any]
        case .hole: [.unknown]
        }
    }

    private static func pieces(_ atoms: ArraySlice<Atom>, separator: UInt8) -> [Piece]? {
        var pieces: [Piece] = []
        for segment in atoms.split(separator: .byte(separator), omittingEmptySubsequences: false) {
            guard let piece = piece(segment) else { return nil }

            pieces.append(piece)
        }
        return pieces
    }

    private static func piece(_ atoms: ArraySlice<Atom>) -> Piece? {
        guard !atoms.elementsEqual([.any]) else { return .any }
        guard !atoms.contains(.any) else { return nil }

        var texts: [[UInt8]] = []
        for text in atoms.split(separator: .id, omittingEmptySubsequences: false) {
            let bytes = text.compactMap { if case .byte(let byte) = $0 { byte } else { nil } }
            // A text that cannot be unescaped can never equal a canonical one.
            guard let unescaped = try? CanonicalURL.unescaped(bytes[...]) else { return nil }

            texts.append(unescaped)
        }
        return texts.count == 1 ? .text(texts[0]) : .id(texts)
    }

    private static func parameters(_ atoms: ArraySlice<Atom>) -> [Parameter]? {
        var parameters: [Parameter] = []
        for pair in atoms.split(separator: .byte(UInt8(ascii: "&"))) {
            let equals = pair.firstIndex(of: .byte(UInt8(ascii: "="))) ?? pair.endIndex
            guard let value = piece(pair[equals...].dropFirst()),
                case .text(let name) = piece(pair[..<equals])
            else { return nil }

            parameters.append(Parameter(name: name, value: value))
        }
        return parameters
    }

    private static func withoutTrailingSlash(_ segments: [Piece]) -> [Piece] {
        segments.count > 1 && segments.last == .text([]) ? segments.dropLast() : segments
    }
}
