/// An inventory that cannot be walked to its end: the run stops before anything is sent.
package struct InventoryError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Cause: Hashable, Sendable {
        case unreadable(String)
        /// It is not what the cursor came from.
        case changed
        /// The last row breaks off: the file was cut or is still being written.
        case truncated(line: Int)
        /// It is not text that this kind of inventory may hold (UTF-16, a byte order mark, a NUL).
        case notAnInventory(String)
    }

    package let source: String
    package let cause: Cause

    package var description: String {
        switch cause {
        case .unreadable(let why):
            "inventory \(source) cannot be read: \(why); nothing was sent"
        case .changed:
            "inventory \(source) changed while it was walked; nothing was sent: plan again"
        case .truncated(let line):
            "inventory \(source) breaks off in line \(line); nothing was sent: export it again, then plan again"
        case .notAnInventory(let why):
            "inventory \(source) is no such inventory: \(why); nothing was sent"
        }
    }
}
