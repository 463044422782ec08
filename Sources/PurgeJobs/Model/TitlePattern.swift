/// What a title has to look like, from its first character to its last.
///
/// `*` stands for any characters or none, `?` for any one, and everything else for itself; neither of the two can be
/// written for itself.
package struct TitlePattern: Hashable, Sendable {
    /// Why a text is none (R7).
    package enum Flaw: Error, Hashable, Sendable {
        case tooLong
        /// It would fit every title, or the empty one.
        case fitsAnything
        case holdsControls
    }

    /// In Unicode scalars; no platform's titles are much longer.
    package static let longest = 100

    package let text: String

    package init(_ text: String) throws(Flaw) {
        let scalars = text.unicodeScalars
        guard scalars.count <= Self.longest else { throw .tooLong }
        guard scalars.allSatisfy({ $0.properties.generalCategory != .control }) else { throw .holdsControls }
        guard scalars.contains(where: { $0 != "*" && $0 != "?" && !$0.properties.isWhitespace }) else {
            throw .fitsAnything
        }

        self.text = text
    }

    /// By their bytes: the same pattern in another normalisation is another text.
    package static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
