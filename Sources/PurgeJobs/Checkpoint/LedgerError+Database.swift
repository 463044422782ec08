import GRDB

extension LedgerError {
    /// Reads what SQLite, or a check of ours, said of a change.
    init(ofWriting error: any Error, path: String) {
        switch error {
        case let error as LedgerError:
            self = error
        case let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT:
            self.init(path: path, cause: .impossible(error.message ?? "a constraint"))
        case let error as DatabaseError:
            self.init(path: path, cause: .cannotWrite(error.message ?? "SQLite error \(error.resultCode)"))
        default:
            self.init(path: path, cause: .impossible("\(error)"))
        }
    }

    /// Whether nothing can be made durable any more, for anybody.
    var isFatal: Bool {
        if case .cannotWrite = cause { true } else { false }
    }
}
