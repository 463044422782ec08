/// Why a site or job file is refused: everything that was found wrong with it, in the order of the file.
///
/// Nothing has happened when it is thrown. No complaint holds the value of a secret, or anything else that
/// stands under `credential`.
package struct JobFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A place in a file; lines and columns count from 1, columns in Unicode scalars.
    package struct Position: Hashable, Comparable, Sendable {
        let line: Int
        let column: Int

        package static func < (left: Self, right: Self) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }

    /// One thing that is wrong, and what to do about it.
    package struct Complaint: Hashable, Sendable, CustomStringConvertible {
        /// The file as it was named to Purge; empty where no file was found.
        let file: String
        /// Nil where the file as a whole is meant.
        let position: Position?
        /// The path of keys, such as `families.page.hosts[0]`; empty where the file as a whole is meant.
        let key: String
        let problem: String
        let remedy: String

        /// `file:line:column: key.path: what is wrong; what to do`, without the parts that are unknown.
        package var description: String {
            let place = position.map { ":\($0.line):\($0.column)" } ?? ""
            let prefix = [VisibleText.of(file) + place, key].filter { !$0.isEmpty }.map { $0 + ": " }.joined()
            return "\(prefix)\(problem); \(remedy)"
        }
    }

    /// More complaints than these are counted, not told.
    static let limit = 20

    let complaints: [Complaint]
    /// How many more there were.
    let omitted: Int

    package var description: String {
        let lines = complaints.map(\.description) + (omitted > 0 ? ["and \(omitted) more"] : [])
        return lines.joined(separator: "\n")
    }
}
