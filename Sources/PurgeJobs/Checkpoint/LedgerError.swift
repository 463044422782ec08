/// A ledger that cannot be opened, read or written.
///
/// Nothing may be sent after it (R10).
package struct LedgerError: Error, Sendable, CustomStringConvertible {
    package enum Cause: Sendable {
        /// Another process holds the ledger; what it wrote about itself.
        case locked(holder: String)
        /// The directory or a file is missing, too open, or on a file system that cannot hold a ledger.
        case unusable(String)
        /// SQLite could not make a change durable; the ledger takes no more of them.
        case cannotWrite(String)
        /// SQLite could not read.
        case cannotRead(String)
        /// A rule of the ledger's own was about to be broken: a fault of the program or of whoever edited the file.
        case impossible(String)
        /// The run is not there, or not in the state that the command needs.
        case wrongState(String)
        /// The file `panic` is in its directory: nobody sends anything.
        case panicked(file: String)
    }

    package let path: String
    package let cause: Cause

    package init(path: String, cause: Cause) {
        self.path = path
        self.cause = cause
    }

    package var description: String {
        switch cause {
        case .locked(let holder): "the ledger in \(path) is held by \(holder)"
        case .unusable(let why): "the ledger in \(path) cannot be used: \(why)"
        case .cannotWrite(let why):
            "the ledger in \(path) cannot be written: \(why); sending has stopped. Make room or mend the disk, then `purge resume`"
        case .cannotRead(let why): "the ledger in \(path) cannot be read: \(why)"
        case .impossible(let why):
            "the ledger in \(path) refused an impossible change: \(why); sending has stopped"
        case .wrongState(let why): why
        case .panicked(let file):
            "nothing is sent: the file \(file) is there. Remove it when sending may go on, then `purge resume`"
        }
    }
}
