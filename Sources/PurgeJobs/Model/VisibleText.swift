/// Text from outside made safe to show: what could move a cursor, reorder or hide text becomes visible.
///
/// Titles, names and even ids are chosen by whoever attacks the platform (R15): terminal escapes (CWE-150),
/// bidirectional overrides and zero-width characters are shown as `\u{…}`, invalid UTF-8 as U+FFFD.
package enum VisibleText {
    /// The visible form of bytes that should be UTF-8, cut after `limit` scalars.
    package static func of(_ bytes: some Sequence<UInt8>, limit: Int = 512) -> String {
        var decoder = UTF8.ForwardParser()
        var iterator = Array(bytes).makeIterator()
        var text = ""
        var count = 0
        while count < limit {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let encoded): append(UTF8.decode(encoded), to: &text)
            case .error(let length): text += String(repeating: "\u{fffd}", count: length)
            case .emptyInput: return text
            }
            count += 1
        }
        return text + "…"
    }

    /// The visible form of a string from outside.
    package static func of(_ string: String, limit: Int = 512) -> String {
        of(string.utf8, limit: limit)
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        if isHidden(scalar) {
            text += "\\u{" + String(scalar.value, radix: 16) + "}"
        } else {
            text.unicodeScalars.append(scalar)
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            true
        default:
            false
        }
    }
}
