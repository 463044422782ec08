/// A list of what was reported: a text file with one entry a line.
///
/// UTF-8; a line that begins with `#` is a comment, blank lines are ignored, spaces at the ends of a line are not
/// part of its entry. A line that is repeated is an entry of its own each time.
package struct ReportList: Hashable, Sendable {
    package let name: String
    package let category: String
    package let kind: ListKind
    package let source: Source

    /// Where the lines are.
    package enum Source: Hashable, Sendable {
        case file(String)
        /// In the job itself.
        case lines([String])
    }

    package init(name: String, category: String, kind: ListKind, source: Source) {
        self.name = name
        self.category = category
        self.kind = kind
        self.source = source
    }

    /// Opens the list, to be read entry by entry.
    ///
    /// - Throws: `ListError.Cause.unreadable`.
    package func reader(forms: ClipURLForms) throws(ListError) -> ReportListReader {
        try ReportListReader(self, forms: forms)
    }
}
