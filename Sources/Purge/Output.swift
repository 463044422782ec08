import Foundation
import Glibc
import PurgeJobs
import Synchronization

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

    /// What went wrong, until the command ends; nil where it is said at once.
    private static let kept = Mutex<[String]?>(nil)

    /// From now on notes are left out, and what goes wrong is one line when the command ends: for cron, which mails every word.
    static func keepToOneLine() {
        kept.withLock { $0 = $0 ?? [] }
    }

    static func error(_ text: String) {
        let isKept = kept.withLock { lines in
            lines?.append(contentsOf: text.split(separator: "\n").map(String.init))
            return lines != nil
        }
        if !isKept { say("purge: \(text)") }
    }

    static func note(_ text: String) {
        if kept.withLock({ $0 == nil }) { say(text) }
    }

    /// Says what was kept, or else what the exit code means; nothing where all was said already.
    static func end(_ meaning: String) {
        guard let lines = kept.withLock({ $0 }) else { return }

        let more = lines.count > 1 ? " (\(lines.count - 1) more lines without --quiet)" : ""
        say("purge: \(lines.first ?? meaning)\(more)")
    }

    private static func say(_ text: String) { prompt(text + "\n") }

    /// A question, whose answer is typed on the same line.
    static func prompt(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
