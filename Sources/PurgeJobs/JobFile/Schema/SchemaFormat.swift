/// Single values of site and job files as schemas, each named after the format that reads it.
///
/// Patterns are ECMA-262's, as JSON Schema has them, without what its dialects disagree about.
enum SchemaFormat {
    /// `NameText.parse`; YAML takes a name of digits for a number.
    static let name = SchemaNode([
        "type": .list([.text("string"), .text("integer")]), "pattern": .text("^[a-z0-9][a-z0-9-]{0,63}$"),
        "minimum": .whole(0),
    ])

    /// `NameText.variable`.
    static let variable = text("^(?!id$)[A-Za-z0-9_-]{1,64}$")

    /// `NameText.field`.
    static let field = text("^[^\\x00-\\x20\\x7f.]+(\\.[^\\x00-\\x20\\x7f.]+)*$", longest: 256)

    /// `NameText.environment`.
    static let environment = text("^[A-Za-z0-9_]+$")

    /// `NameText.credential`.
    static let credential = text("^(?!\\.{1,2}$)[!-.0-~]{1,255}$")

    /// `SiteReader.clipID`; YAML takes an id of digits for a number.
    static let clipID = SchemaNode([
        "type": .list([.text("string"), .text("integer")]),
        "pattern": .text("^[^\\x00-\\x20\\x7f]([^\\x00-\\x1f\\x7f]*[^\\x00-\\x20\\x7f])?$"),
        "maxLength": .whole(512),
    ])

    /// `HostText.parse`.
    static let host = text("^(\(hostName)|\(hostAddress))(:[1-9][0-9]{0,4})?$")

    /// `HostText.address`.
    static let address = text("^(\(hostName)|\(hostAddress)):[1-9][0-9]{0,4}$")

    private static let hostLabel = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
    private static let hostName = "\(hostLabel)(\\.\(hostLabel))*"
    private static let hostAddress = "\\[[0-9a-f:.]{2,39}\\]"

    /// `PathText.parse`.
    static let path = text("^[^~\\x00-\\x1f\\x7f][^\\x00-\\x1f\\x7f]*$", longest: 4096)

    /// `NumberText.rate`: requests a second.
    static let rate = SchemaNode([
        "type": .text("number"), "minimum": .decimal("0.001"), "maximum": .whole(1_000_000),
    ])

    /// `ShareText.parse`.
    static let share = text("^0{0,6}(100(\\.0{1,3})?|[0-9]{1,2}(\\.[0-9]{1,3})?)%$")

    /// A written `true` or `false`.
    static let answer = SchemaNode(["type": .text("boolean")])

    /// `TemplateText.path`.
    static let template = text("^(?=.*\\{id\\})/[!\"$-~]*$", longest: TemplateText.maximumLength)

    /// `TemplateText.object`.
    static let object = text("^[a-z0-9][a-z0-9-]{0,63}:.*\\{id\\}")

    /// `TemplateText.clipURL`.
    static let clipURL = text("^(?=.*\\{id\\})https?://[!\"$-~]+$", longest: TemplateText.maximumLength)

    /// `TemplateText.query`.
    static let query = text("^\\?[!\"$-~]+$", longest: TemplateText.maximumLength)

    /// `TemplateText.redirect`.
    static let redirect = text(
        "^(https?://[!\"$-~]+|/([!\"$-.0-~][!\"$-~]*)?)$",
        longest: TemplateText.maximumLength
    )

    /// `TemplateText.message`.
    static let message = text("^(?=.*\\{expires\\})(?=.*\\{(path|uri)\\})(?!.*\\{id\\})")

    /// `TemplateText.tag`.
    static let tag = text("^(?=.*\\{id\\})[!#-&()+\\-./0-:<-\\[\\]-~]+$")

    /// `HeaderText.parse`.
    static let header = SchemaNode([
        "type": .text("string"), "pattern": .text("^[!#-'*+\\-.0-9A-Z^-z|~]{1,256}$"),
        "not": SchemaNode(["pattern": .text(caseless(HeaderText.reserved.sorted()))]).value,
    ])

    /// `HeaderText.value`; YAML takes digits for a number, and words such as `on` may be typed too.
    static let headerValue = SchemaNode([
        "type": .list([.text("string"), .text("number"), .text("boolean")]),
        "pattern": .text("^[!-~]([ -~]{0,254}[!-~])?$"),
    ])

    /// `HeaderText.tag`.
    static let entityTag = text("^(W/)?\"[!#-~]+\"$", longest: 256)

    /// A SHA-256 in hexadecimal.
    static let digest = text("^[0-9A-Fa-f]{64}$")

    /// `SiteReader.variableValue`; YAML takes 1080 for a number.
    static let variableValue = SchemaNode([
        "type": .list([.text("string"), .text("number"), .text("boolean")]),
        "pattern": .text("^[!-.0-~]{1,64}$"),
    ])

    /// `JobReader.line`: one entry of a list; YAML takes an id of digits for a number.
    static let entry = SchemaNode([
        "type": .list([.text("string"), .text("integer")]), "pattern": .text("^[^#\\n][^\\n]*$"),
    ])

    /// `RowText.name`; YAML takes a name of digits for a number.
    static let rowName = SchemaNode([
        "type": .list([.text("string"), .text("integer")]), "pattern": .text("^[^\\x00-\\x1f\\x7f]+$"),
        "maxLength": .whole(512),
    ])

    /// `RowText.language`.
    static let language = text("^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,7}$")

    /// `RowText.time`.
    static let time = text(
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
        longest: 64
    )

    /// `RowText.title`.
    static let titlePattern = text(
        "^(?=.*[^*?\\s])[^\\x00-\\x1f\\x7f-\\x9f]+$",
        longest: TitlePattern.longest
    )

    /// An argument of a command; YAML takes digits for a number.
    static let argument = SchemaNode([
        "type": .list([.text("string"), .text("number"), .text("boolean")]),
        "pattern": .text("^[^\\x00]+$"),
    ])

    static func text(_ pattern: String, longest: Int? = nil) -> SchemaNode {
        let node = SchemaNode(["type": .text("string"), "pattern": .text(pattern)])
        return longest.map { node.with("maxLength", .whole($0)) } ?? node
    }

    /// `NumberText.whole`.
    static func whole(_ range: ClosedRange<Int>) -> SchemaNode {
        SchemaNode([
            "type": .text("integer"), "minimum": .whole(range.lowerBound),
            "maximum": .whole(range.upperBound),
        ])
    }

    /// `DurationText.within`, whose range no pattern tells: a description has to.
    static func duration(_ standard: Duration? = nil) -> SchemaNode {
        let node = text("^[0-9]{1,9}(\\.[0-9]{1,3})?(ms|s|m|h|d)$")
        return standard.map { node.standard(.text(DurationText.text(of: $0))) } ?? node
    }

    /// A format that also takes `off`.
    static func switchable(_ node: SchemaNode) -> SchemaNode {
        .any(of: [.choice(["off"]), node])
    }

    /// A pattern for words in any case.
    static func caseless(_ words: [String]) -> String {
        let patterns = words.map { word in
            word.map { $0.isLetter ? "[\($0.uppercased())\($0.lowercased())]" : "\($0)" }.joined()
        }
        return "^(\(patterns.joined(separator: "|")))$"
    }
}
