/// What a rule asks of a clip's row, and how several such questions are put together.
///
/// It has three answers: a row that does not say a thing answers neither "yes" nor "no" to a question about it, and
/// so does the `not` of that question.
package indirect enum ClipCondition: Hashable, Sendable {
    case all([ClipCondition])
    case any([ClipCondition])
    case not(ClipCondition)
    /// One of these channels, byte for byte.
    case channel(Set<[UInt8]>)
    /// One of these accounts, byte for byte.
    case creator(Set<[UInt8]>)
    /// One of these videos, byte for byte.
    case video(Set<[UInt8]>)
    case created(Window)
    case views(ClosedRange<Int64>)
    /// One of these tags of languages, in lower case (RFC 5646 section 2.1.1: case says nothing).
    case language(Set<[UInt8]>)
    case title(TitlePattern)

    /// A span of time, of which the beginning belongs to it and the end does not.
    ///
    /// One of the two is there.
    package struct Window: Hashable, Sendable {
        package let after: Timestamp?
        package let before: Timestamp?

        /// Nil where it would hold every moment, or none.
        package init?(after: Timestamp?, before: Timestamp?) {
            guard after != nil || before != nil else { return nil }
            if let after, let before, after >= before { return nil }

            self.after = after
            self.before = before
        }

        package func contains(_ time: Timestamp) -> Bool {
            (after.map { time >= $0 } ?? true) && (before.map { time < $0 } ?? true)
        }
    }

    /// What of a row is asked about.
    package enum Subject: String, CaseIterable, Sendable {
        case channel
        case creator
        case video
        case created
        case views
        case language
        case title
    }

    /// Everything that is asked about, in whatever part.
    package var subjects: Set<Subject> {
        switch self {
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.subjects) }
        case .not(let part): part.subjects
        case .channel: [.channel]
        case .creator: [.creator]
        case .video: [.video]
        case .created: [.created]
        case .views: [.views]
        case .language: [.language]
        case .title: [.title]
        }
    }

    /// Whether every way to meet it asks for something that a clip has to have (R7).
    ///
    /// `not` alone never narrows: nearly every clip is *not* of some channel.
    package var isNarrowing: Bool {
        switch self {
        case .all(let parts): parts.contains(where: \.isNarrowing)
        case .any(let parts): !parts.isEmpty && parts.allSatisfy(\.isNarrowing)
        case .not: false
        case .channel(let names), .creator(let names), .video(let names), .language(let names):
            !names.isEmpty
        case .views(let range): range.lowerBound > 0 || range.upperBound < .max
        case .created, .title: true
        }
    }

    /// Every title pattern in it.
    package var patterns: Set<TitlePattern> {
        switch self {
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.patterns) }
        case .not(let part): part.patterns
        case .title(let pattern): [pattern]
        case .channel, .creator, .video, .created, .views, .language: []
        }
    }
}
