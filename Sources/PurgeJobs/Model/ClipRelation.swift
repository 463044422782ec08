/// What a clip that nobody reported has in common with one that is taken down; the closest of these counts.
package enum ClipRelation: String, CaseIterable, Sendable {
    /// It shows some of the same seconds of the same video.
    case sameSeconds
    /// It is of the same video, and one of the two does not say of which seconds.
    case sameVideo
    /// It is of the same channel.
    case sameChannel
    /// It was cut by the same account.
    case sameCreator

    /// As people read it.
    package var words: String {
        switch self {
        case .sameSeconds: "same seconds"
        case .sameVideo: "same video"
        case .sameChannel: "same channel"
        case .sameCreator: "same creator"
        }
    }
}
