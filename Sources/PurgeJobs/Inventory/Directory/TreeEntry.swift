/// Something in a tree that is no directory to go into.
struct TreeEntry: Hashable {
    enum Kind {
        case file
        /// A symbolic link, whatever it leads to; never followed.
        case link
        /// A directory on which something else is mounted; never entered.
        case mount
        /// A device, a socket, a FIFO.
        case other
    }

    /// From the root, in the kernel's bytes.
    let path: [UInt8]
    let kind: Kind
}
