import CLinux

/// What tells one file, in one state, from every other: device, inode, size and time of the last change.
struct FileIdentity: Hashable, Sendable, CustomStringConvertible {
    /// Which file, whatever is in it.
    struct Place: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64
    }

    let place: Place
    let size: Int64
    /// Since 1970, in nanoseconds.
    let modified: Int64
    let isRegular: Bool
    let isDirectory: Bool

    /// `device:inode:size:mtime`, as cursors keep it.
    var description: String { "\(place.device):\(place.inode):\(size):\(modified)" }

    /// - Throws: `unreadable` when the system does not say.
    init(path: String, source: String) throws(InventoryError) {
        try self.init(clinux_state_of_path(path), source)
    }

    /// - Throws: `unreadable` when the system does not say.
    init(descriptor: Int32, source: String) throws(InventoryError) {
        try self.init(clinux_state_of_descriptor(descriptor), source)
    }

    private init(_ state: clinux_file_state, _ source: String) throws(InventoryError) {
        guard state.error == 0 else {
            throw InventoryError(source: source, cause: .unreadable(FileFailure.sentence(for: state.error)))
        }

        place = Place(device: state.device, inode: state.inode)
        size = state.size
        modified = state.modified_seconds &* 1_000_000_000 &+ state.modified_nanoseconds
        isRegular = state.is_regular
        isDirectory = state.is_directory
    }
}
