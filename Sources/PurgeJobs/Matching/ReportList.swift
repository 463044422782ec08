import Foundation

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

    /// How old its file may be when a plan is sealed; nil for any age.
    package let maximumAge: Duration?

    package init(
        name: String,
        category: String,
        kind: ListKind,
        source: Source,
        maximumAge: Duration? = nil
    ) {
        self.name = name
        self.category = category
        self.kind = kind
        self.source = source
        self.maximumAge = maximumAge
    }

    /// What the guards must know of it.
    package var guarded: GuardedInput {
        GuardedInput(
            .list,
            name,
            changedAt: changedAt,
            maximumAge: maximumAge,
            namesClips: kind.namesClips
        )
    }

    private var changedAt: Timestamp? {
        guard case .file(let path) = source else { return nil }

        // Nil is what the guard takes for "cannot be told": it stops a list that must not be old.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let changed = attributes?[.modificationDate] as? Date
        return changed.map { Timestamp(microseconds: Int64($0.timeIntervalSince1970 * 1_000_000)) }
    }

    /// Opens the list, to be read entry by entry.
    ///
    /// - Throws: `ListError.Cause.unreadable`.
    package func reader(forms: ClipURLForms) throws(ListError) -> ReportListReader {
        try ReportListReader(self, forms: forms)
    }
}
