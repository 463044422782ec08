/// A name that a person gives to a part of a site or job.
enum NameText {
    static let maximumLength = 64

    /// Lower-case letters, digits and hyphens, of which the first is no hyphen.
    ///
    /// - Throws: a flaw for anything else: names go into reports, file names and key paths as they are.
    static func parse(_ text: String) throws(ScalarFlaw) -> String {
        let isName =
            text.utf8.first != UInt8(ascii: "-") && text.utf8.allSatisfy { isLowerCase($0) || $0 == 45 }
        guard isName, (1...maximumLength).contains(text.utf8.count) else {
            throw ScalarFlaw(
                "is no name",
                "use up to 64 lower-case letters, digits and hyphens, no hyphen first"
            )
        }

        return text
    }

    /// Letters, digits, hyphens and underscores, as names of variables in templates.
    ///
    /// - Throws: a flaw for anything else, and for `id`, which stands for the clip's.
    static func variable(_ text: String) throws(ScalarFlaw) -> String {
        let isName = text.utf8.allSatisfy {
            isLowerCase($0) || (65...90).contains($0) || $0 == 45 || $0 == 95
        }
        guard isName, (1...maximumLength).contains(text.utf8.count) else {
            throw ScalarFlaw("is no variable's name", "use up to 64 letters, digits, '-' and '_'")
        }
        guard text != "id" else { throw ScalarFlaw("stands for the clip's id", "choose another name") }

        return text
    }

    /// The name of an inventory's field, nested ones with dots.
    ///
    /// - Throws: a flaw for empty parts, spaces and control characters.
    static func field(_ text: String) throws(ScalarFlaw) -> String {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard text.utf8.count <= 256,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0 > 32 && $0 != 127 } })
        else {
            throw ScalarFlaw(
                "is no field's name",
                "write it as in the inventory, nested ones as 'outer.inner'"
            )
        }

        return text
    }

    /// The name of a variable of the environment.
    ///
    /// - Throws: a flaw for anything but letters, digits and underscores.
    static func environment(_ text: String) throws(ScalarFlaw) -> String {
        guard text.utf8.allSatisfy({ isLowerCase($0) || (65...90).contains($0) || $0 == 95 }) else {
            throw ScalarFlaw(
                "is no variable's name",
                "write the name of an environment variable, never its value"
            )
        }

        return text
    }

    /// The name of a systemd credential: a file name.
    ///
    /// - Throws: a flaw for anything that could lead out of the credentials' folder.
    static func credential(_ text: String) throws(ScalarFlaw) -> String {
        let isName = text.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") }
        guard isName, text != ".", text != "..", text.utf8.count <= 255 else {
            throw ScalarFlaw("is no credential's name", "write the name from LoadCredential=")
        }

        return text
    }

    /// A format that takes one of the given words and answers what it stands for.
    static func choice<Value>(
        _ choices: [(name: String, value: Value)],
        _ plural: String
    ) -> (String) throws(ScalarFlaw) -> Value {
        { (text) throws(ScalarFlaw) in
            guard let chosen = choices.first(where: { $0.name.utf8.elementsEqual(text.utf8) }) else {
                let remedy = NearestName.remedy(for: text, among: choices.map(\.name), plural)
                throw ScalarFlaw("is not one of the \(plural)", remedy)
            }

            return chosen.value
        }
    }

    private static func isLowerCase(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte)
    }
}
