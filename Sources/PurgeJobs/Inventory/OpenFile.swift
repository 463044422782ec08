import CLinux
import Foundation

/// One file that is read from front to back.
struct OpenFile {
    private let handle: FileHandle
    private let source: String

    /// Opens a file and goes to a place in it; a FIFO, which has no places, is opened at 0.
    ///
    /// - Throws: `unreadable`.
    init(path: String, offset: Int64, source: String) throws(InventoryError) {
        let descriptor = clinux_open_for_reading(path)
        guard descriptor >= 0 else {
            throw InventoryError(source: source, cause: .unreadable(FileFailure.sentence(for: -descriptor)))
        }

        self.init(handle: FileHandle(fileDescriptor: descriptor, closeOnDealloc: true), source)
        guard offset > 0 else { return }

        try readable { try handle.seek(toOffset: UInt64(offset)) }
    }

    /// What standard input is connected to.
    static func standardInput(source: String) -> Self { Self(handle: .standardInput, source) }

    private init(handle: FileHandle, _ source: String) {
        self.handle = handle
        self.source = source
    }

    /// What the open file is now.
    ///
    /// - Throws: `unreadable`.
    func identity() throws(InventoryError) -> FileIdentity {
        try FileIdentity(descriptor: handle.fileDescriptor, source: source)
    }

    /// Up to `count` of the bytes that come next; none at the end.
    ///
    /// - Throws: `unreadable`.
    func read(_ count: Int) throws(InventoryError) -> Data {
        try readable { try handle.read(upToCount: count) } ?? Data()
    }

    private func readable<Value>(_ action: () throws -> Value) throws(InventoryError) -> Value {
        do {
            return try action()
        } catch {
            throw InventoryError(source: source, cause: .unreadable(error.localizedDescription))
        }
    }
}
