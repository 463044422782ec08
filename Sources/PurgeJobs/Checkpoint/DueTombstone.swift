/// A clip that was taken down and is looked at again now.
struct DueTombstone: Sendable {
    let clip: ClipID
    let run: RunID
    let item: Int64
    /// The objects that stores held of it before.
    let objects: [(store: String, key: ObjectKey)]
}
