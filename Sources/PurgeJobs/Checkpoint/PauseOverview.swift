/// A pause in force: a person's, which ends by itself, or that of a stop file, which lasts as long as the file.
package struct PauseOverview: Hashable, Sendable {
    package enum Source: String, Sendable {
        case command
        case pauseFile
        case panicFile
    }

    package let source: Source
    /// Nil where it holds everything but emergencies.
    package let run: RunID?
    /// A person's reason, or the file's path.
    package let reason: String
    package let user: String
    package let host: String
    package let createdAt: Timestamp
    /// Nil for a file.
    package let until: Timestamp?

    /// Whether it holds a run back; only a panic holds an emergency.
    package func holds(_ run: RunID?, isEmergency: Bool) -> Bool {
        source == .panicFile || !isEmergency && (self.run == nil || self.run == run)
    }

    /// Who holds what, until when and why, as a sentence without its end.
    package var words: String {
        let what = run.map { "run \($0)" } ?? "everything but emergencies"
        let why = VisibleText.of(reason)
        return switch source {
        case .command:
            "\(what) is paused by \(VisibleText.of(user)) until \(until.map { "\($0)" } ?? "unpaused"): \(why)"
        case .pauseFile:
            "\(what) is paused by the file \(why), made by \(VisibleText.of(user)), until it is gone"
        case .panicFile:
            "nothing is sent: the file \(why), made by \(VisibleText.of(user)), is there"
        }
    }
}
