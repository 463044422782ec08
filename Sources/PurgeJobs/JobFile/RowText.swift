/// What rules are held against: values as inventories have them.
enum RowText {
    /// A platform's name for a channel, an account or a video, byte for byte.
    ///
    /// - Throws: a flaw for control characters, and for more than 512 bytes.
    static func name(_ text: String) throws(ScalarFlaw) -> [UInt8] {
        guard text.utf8.count <= 512, text.utf8.allSatisfy({ $0 > 31 && $0 != 127 }) else {
            throw ScalarFlaw("is no name of an inventory's", "write it as the inventory does, on one line")
        }

        return Array(text.utf8)
    }

    /// The tag of a language, in lower case.
    ///
    /// - Throws: a flaw for what RFC 5646 section 2.1 would not take for one.
    static func language(_ text: String) throws(ScalarFlaw) -> [UInt8] {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isTag = parts.allSatisfy { (1...8).contains($0.count) && $0.allSatisfy(isLetterOrDigit) }
        guard isTag, parts.count <= 8 else {
            throw ScalarFlaw("is no language", "write its tag, such as en or pt-BR")
        }

        return Array(text.lowercased().utf8)
    }

    /// A moment, with its zone.
    ///
    /// - Throws: a flaw for everything but RFC 3339.
    static func time(_ text: String) throws(ScalarFlaw) -> Timestamp {
        guard let time = Timestamp(rfc3339: text.utf8) else {
            throw ScalarFlaw("is no time", "write it with its zone, such as 2026-11-20T20:00:00Z")
        }

        return time
    }

    /// A pattern for whole titles.
    ///
    /// - Throws: a flaw for one that fits any title, or is too long.
    static func title(_ text: String) throws(ScalarFlaw) -> TitlePattern {
        do throws(TitlePattern.Flaw) {
            return try TitlePattern(text)
        } catch {
            switch error {
            case .tooLong:
                throw ScalarFlaw("is too long", "write up to \(TitlePattern.longest) characters")
            case .fitsAnything:
                throw ScalarFlaw("fits any title", "write characters beside '*', '?' and spaces")
            case .holdsControls:
                throw ScalarFlaw("holds a control character", "leave it out; '?' stands for any character")
            }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            false
        }
    }
}
