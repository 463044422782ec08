/// The JSON Schema (2020-12) of a kind of file, so that editors complete its keys and find mistakes while they are made.
///
/// It says what the strict readers take, as far as a schema can: no names that must exist elsewhere in the file, no ranges of
/// durations, no files on the disk. A test holds both against each other, key for key and mistake for mistake.
package enum FileSchema: String, CaseIterable, Sendable {
    case site
    case job

    /// The schema as the text of a file.
    package var text: String {
        let root =
            switch self {
            case .site: SiteSchema.root
            case .job: JobSchema.root
            }
        let head: [SchemaValue.Member] = [
            .init(name: "$schema", value: .text("https://json-schema.org/draft/2020-12/schema")),
            .init(name: "$id", value: .text("urn:purge:schema:\(rawValue)")),
            .init(name: "title", value: .text("Purge: a \(rawValue) file")),
        ]
        return SchemaValue.mapping(head + root.members).json + "\n"
    }
}
