/// A clip that was taken down and is looked at again now.
struct DueTombstone: Sendable {
    /// What its stores say of its objects.
    enum Presence: Sendable {
        case absent
        /// Something is served under one of the keys again.
        case back
        /// A store could not be asked: then nothing is proven.
        case unknown
    }

    let clip: ClipID
    let run: RunID
    let item: Int64
    /// The objects that stores held of it before.
    let objects: [(store: String, key: ObjectKey)]
}
