/// Which fields of a row say what the clip was cut from.
package struct FootageFields: Hashable, Sendable {
    /// The video's name.
    package var video: String?
    /// Where in the video the clip begins, in seconds.
    package var offset: String?
    /// How long the clip is, in seconds.
    package var duration: String?

    package init(video: String? = nil, offset: String? = nil, duration: String? = nil) {
        self.video = video
        self.offset = offset
        self.duration = duration
    }
}
