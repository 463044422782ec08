/// The template of an object's key, read backwards: from a key to the id of its clip.
struct KeyPattern: Hashable, Sendable {
    /// What stands between the places of the id, of which there is at least one.
    private let texts: [[UInt8]]
    /// How long the texts are together.
    private let fixed: Int

    /// One pattern for every combination of the values of a family's variables; none where the key has no id.
    static func all(of template: Template, _ variables: [Variable]) -> [KeyPattern] {
        var patterns: [[[UInt8]]] = [[[]]]
        for part in template.parts {
            let values: [[UInt8]]
            switch part {
            case .hole("id"):
                for index in patterns.indices { patterns[index].append([]) }
                continue
            case .text(let text): values = [text]
            case .hole(let name):
                values = variables.first { $0.name == name }?.values.map { Array($0.utf8) } ?? []
            }
            patterns = patterns.flatMap { pattern in
                values.map { value in pattern.dropLast() + [(pattern.last ?? []) + value] }
            }
        }
        return patterns.filter { $0.count > 1 }.map(KeyPattern.init)
    }

    private init(_ texts: [[UInt8]]) {
        self.texts = texts
        fixed = texts.joined().count
    }

    /// What stands in the place of the id, which may be no id; nil for a key of another form.
    func id(in key: [UInt8]) -> ArraySlice<UInt8>? {
        let rest = key.count - fixed
        let places = texts.count - 1
        guard rest > 0, rest % places == 0 else { return nil }

        let length = rest / places
        var id: ArraySlice<UInt8>?
        var position = 0
        for (index, text) in texts.enumerated() {
            guard key[position...].starts(with: text) else { return nil }

            position += text.count
            guard index < places else { break }

            let found = key[position..<(position + length)]
            guard id.map({ $0.elementsEqual(found) }) ?? true else { return nil }

            id = found
            position += length
        }
        return id
    }
}
