import Foundation
import Glibc
import PurgeJobs

/// What a command says: results on standard output, everything else on standard error.
enum Output {
    static func line(_ text: String) { write(text + "\n") }

    /// Writes to standard output; a reader that went away ends the command quietly.
    static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            guard count > 0 else {
                if errno == EINTR { continue }
                return
            }

            bytes = bytes.dropFirst(count)
        }
    }

    static func error(_ text: String) { note("purge: \(text)") }

    static func note(_ text: String) { prompt(text + "\n") }

    /// A question, whose answer is typed on the same line.
    static func prompt(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
