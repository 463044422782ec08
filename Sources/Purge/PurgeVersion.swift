/// The version of this Purge, part of every plan's digest and of every event.
enum PurgeVersion {
    static let text = "0.1.0"
}
