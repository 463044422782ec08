/// Why a table cannot be read, in a sentence without any of its rows.
struct SQLiteTableError: Error, Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// The file, or the database engine, refuses.
        case unreadable
        /// It can be read, and is none that can be walked.
        case unfit
    }

    let kind: Kind
    let why: String
}
