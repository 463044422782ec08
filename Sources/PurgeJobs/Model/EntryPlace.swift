/// How people find an entry: by the line of its list, or by the name and version of a rule.
package enum EntryPlace {
    package static func words(_ list: String, _ line: Int, isRule: Bool) -> String {
        isRule ? "rule \(list), version \(line)" : "\(list), line \(line)"
    }
}
