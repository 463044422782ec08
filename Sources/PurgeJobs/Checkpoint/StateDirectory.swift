import CLinux
import Glibc

/// The directory of the ledger: 0700, its files 0600, owned by whoever runs Purge.
package struct StateDirectory: Sendable {
    package let path: String

    package var ledger: String { path + "/ledger.sqlite" }
    package var lock: String { path + "/ledger.lock" }
    /// Held by a command that goes before the holder of the ledger, until it has the ledger.
    package var urgency: String { path + "/urgent.lock" }
    package var requests: String { path + "/requests" }

    package init(path: String) { self.path = path }

    /// Makes the directory if it is not there, and refuses one that others could read.
    ///
    /// - Throws: `LedgerError` when it cannot be made, is no directory, or is open to group or world.
    package func prepare() throws(LedgerError) {
        try make(path)
        try make(requests)
        try refuseRemote()
        try refuseLooseMode(of: path)
        // Made here, so that SQLite's umask-dependent default never applies; its WAL takes the mode over.
        let descriptor = unsafe open(ledger, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("\(ledger) cannot be made: \(Self.reason())") }

        close(descriptor)
        try refuseLooseMode(of: ledger)
    }

    private func make(_ directory: String) throws(LedgerError) {
        var made = ""
        for part in directory.split(separator: "/") {
            made += "/" + part
            guard unsafe mkdir(made, 0o700) != 0, errno != EEXIST else { continue }

            throw failure("\(made) cannot be made: \(Self.reason())")
        }
    }

    private func refuseLooseMode(of file: String) throws(LedgerError) {
        var status = stat()
        guard unsafe stat(file, &status) == 0 else { throw failure("\(file): \(Self.reason())") }
        guard status.st_mode & 0o077 == 0 else {
            throw failure("others can read \(file); say `chmod go-rwx \(file)`")
        }
    }

    /// SQLite's locks and syncs cannot be trusted on file systems of other machines.
    private func refuseRemote() throws(LedgerError) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("\(path): \(Self.reason())") }

        var number: UInt32 = 0
        let result = unsafe clinux_file_system(descriptor, &number)
        close(descriptor)
        guard result == 0 else { throw failure("\(path): \(Self.reason())") }

        let type = FileSystemType(number: number)
        if type.isRemote { throw failure("it is on \(type), where a ledger is not safe; use a local disk") }
    }

    private func failure(_ why: String) -> LedgerError { LedgerError(path: path, cause: .unusable(why)) }

    static func reason(_ code: Int32 = errno) -> String { unsafe String(cString: strerror(code)) }
}
