/// An inventory that cannot be walked to its end: the run stops before anything is sent.
package struct InventoryError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Cause: Hashable, Sendable {
        case unreadable(String)
        /// No file has a name of that pattern.
        case nothingFound
        /// The job names this file a second time; every clip in it would be walked twice.
        case namedTwice(as: String)
        /// It is not what the cursor came from.
        case changed
        /// The last row breaks off: the file was cut or is still being written.
        case truncated(line: Int)
        /// The last row has no line break, and its format does not tell whether it is whole.
        case unterminated(line: Int)
        /// A compressed file does not expand, from that byte of it on: it was cut or overwritten.
        case damaged(at: Int64, String)
        /// It is not text that this kind of inventory may hold (UTF-16, a byte order mark, a NUL).
        case notAnInventory(String)
        /// A secret that it needs is not there.
        case noCredential(String)
        /// It failed in the middle of a walk, which can be taken up there.
        case halted(String)
        /// It leads to pages that it led to before.
        case circular
        /// The task that asked was cancelled; the same page can be asked for again.
        case interrupted
    }

    package let source: String
    package let cause: Cause

    package var description: String {
        let source = VisibleText.of(source)
        return switch cause {
        case .unreadable(let why):
            "inventory \(source) cannot be read: \(why); nothing was sent"
        case .nothingFound:
            "inventory \(source) finds no file; nothing was sent: correct the path, or take it out of the job"
        case .namedTwice(let other):
            "inventory \(source) is the same file as \(VisibleText.of(other)); nothing was sent: name it once"
        case .changed:
            "inventory \(source) changed while it was walked; nothing was sent: plan again"
        case .truncated(let line):
            "inventory \(source) breaks off in line \(line); nothing was sent: export it again, then plan again"
        case .unterminated(let line):
            "inventory \(source) ends in line \(line) without a line break, so that line may be cut; nothing was sent: export it "
                + "again, or end a whole file with a line break"
        case .damaged(let offset, let why):
            "inventory \(source) is damaged at byte \(offset): \(why); nothing was sent: export it again, then plan again"
        case .notAnInventory(let why):
            "inventory \(source) is no such inventory: \(why); nothing was sent"
        case .noCredential(let why):
            "inventory \(source) cannot be asked: \(why); nothing was sent"
        case .halted(let why):
            "inventory \(source) cannot be walked on: \(why). Nothing was sent: once that is mended plan again, and the walk goes on "
                + "there"
        case .circular:
            "inventory \(source) leads in a circle: it names a page, or gives clips, that it gave before; nothing was sent: check the "
                + "names in 'pages', or ask for a smaller part"
        case .interrupted:
            "inventory \(source) was left while it was asked; nothing was sent: plan again"
        }
    }
}
