import CLinux
import Foundation

/// An open directory, whose names can be read and beneath which others can be opened, through no link and no mount point.
final class DirectoryHandle: Sendable {
    /// Why a directory beneath another was not opened.
    enum Refusal: Error {
        /// It went away meanwhile, or is no directory any more.
        case gone
        case link
        case mount
        case failed(Int32)
    }

    /// What the kernel says of a name (dirent.h).
    enum Kind: Int32 {
        case unknown = 0
        case directory = 4
        case file = 8
        case link = 10
    }

    private static let chunk = 1 << 16
    private let descriptor: Int32
    private let handle: FileHandle

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Opens an absolute path, whose last part is no link.
    ///
    /// - Throws: `Refusal`.
    static func root(_ path: String) throws(Refusal) -> DirectoryHandle {
        try opened { clinux_open_directory(path) }
    }

    /// Opens a directory by its path from here, without a slash at the end.
    ///
    /// - Throws: `Refusal`.
    func beneath(_ path: some Sequence<UInt8>) throws(Refusal) -> DirectoryHandle {
        let name = path.map(CChar.init(bitPattern:)) + [0]
        return try Self.opened { clinux_open_directory_beneath(descriptor, name) }
    }

    private static func opened(_ open: () -> Int32) throws(Refusal) -> DirectoryHandle {
        while true {
            let answer = open()
            switch answer {
            case 0...: return DirectoryHandle(answer)
            case -EINTR, -EAGAIN: continue
            case -ENOENT, -ENOTDIR: throw .gone
            case -ELOOP: throw .link
            case -EXDEV: throw .mount
            default: throw .failed(-answer)
            }
        }
    }

    /// What tells the directory from every other.
    ///
    /// - Throws: `unreadable`.
    func place(source: String) throws(InventoryError) -> FileIdentity.Place {
        try FileIdentity(descriptor: descriptor, source: source).place
    }

    /// Hands over every name but `.` and `..`, in the file system's order, from the first.
    ///
    /// - Throws: `failed`.
    func forEachName(_ body: (Span<UInt8>, Kind) -> Void) throws(Refusal) {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while true {
            let count = unsafe clinux_read_directory(descriptor, &buffer, Int32(Self.chunk))
            // A directory that was removed while it is open has no names any more.
            guard count != 0, count != -ENOENT else { return }
            guard count > 0 else { throw .failed(-count) }

            var start = 0
            while start < Int(count) { start += entry(in: buffer, at: start, body) }
        }
    }

    /// Reads one `struct linux_dirent64` (getdents64(2)) and returns its length.
    private func entry(in buffer: [UInt8], at start: Int, _ body: (Span<UInt8>, Kind) -> Void) -> Int {
        let length = Int(buffer[start + 16]) | Int(buffer[start + 17]) << 8
        let first = start + 19
        let end = buffer[first..<(start + length)].firstIndex(of: 0) ?? start + length
        let name = buffer[first..<end]
        guard !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) else { return length }

        var kind = Kind(rawValue: Int32(buffer[start + 18]))
        // Some file systems do not say it with the name.
        if kind == .unknown {
            kind = Kind(
                rawValue: clinux_kind_of_entry(descriptor, name.map(CChar.init(bitPattern:)) + [0])
            )
        }
        body(buffer.span.extracting(first..<end), kind ?? .unknown)
        return length
    }
}
