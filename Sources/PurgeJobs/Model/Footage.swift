/// Which seconds of which video a clip shows, as far as its inventory says.
package struct Footage: Hashable, Sendable {
    /// The platform's name for the video that it was cut from.
    package let video: [UInt8]
    /// Where in the video it begins, in milliseconds.
    package let start: Int64?
    /// How long it is, in milliseconds.
    package let length: Int64?

    package init(video: [UInt8], start: Int64? = nil, length: Int64? = nil) {
        self.video = video
        self.start = start
        self.length = length
    }

    /// Whether both show some of the same seconds; nil where they are of one video and one of them does not say which seconds.
    package func sharesSeconds(with other: Self) -> Bool? {
        guard video == other.video else { return false }
        guard let span, let others = other.span else { return nil }

        return span.overlaps(others)
    }

    private var span: Range<Int64>? {
        guard let start, let length, start >= 0, length >= 0 else { return nil }

        let (end, overflows) = start.addingReportingOverflow(length)
        return overflows ? nil : start..<end
    }
}
