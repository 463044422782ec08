import Foundation

/// A title, or a pattern for titles, as it is compared: composed (NFC), and with upper and lower case made one.
///
/// Case is folded scalar by scalar, to upper case and then to lower, where each of the two is one scalar. That makes
/// equal what Unicode's simple case folding does (`Σ σ ς`, `K` and the Kelvin sign), and the dotless `ı` and `i`, too.
/// No scalar becomes two, so `?` is one scalar in a pattern and in a title.
struct FoldedTitle: Sendable {
    /// Longer texts are compared as they are written: composing one takes more than its length in time.
    static let longestComposed = 4096

    let scalars: [Unicode.Scalar]

    /// Takes bytes that should be UTF-8; what is none becomes U+FFFD.
    init(_ bytes: [UInt8]) { self.init(String(decoding: bytes, as: UTF8.self)) }

    init(_ text: String) {
        let isComposed = text.utf8.count > Self.longestComposed || text.utf8.allSatisfy { $0 < 128 }
        let composed = isComposed ? text : text.precomposedStringWithCanonicalMapping
        scalars = composed.unicodeScalars.map(Self.folded)
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard scalar.value > 127 else {
            return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
        }

        let upper = one(scalar.properties.uppercaseMapping) ?? scalar
        return one(upper.properties.lowercaseMapping) ?? upper
    }

    private static func one(_ text: String) -> Unicode.Scalar? {
        let scalars = text.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }
}
