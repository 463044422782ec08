/// Why a table cannot be read or changed, in a sentence without any of its rows.
struct SQLiteTableError: Error, Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// The file, or the database engine, refuses.
        case unreadable
        /// It can be read, and is none that can be walked.
        case unfit
        /// Others hold it longer than was waited for.
        case busy
    }

    let kind: Kind
    let why: String
}
