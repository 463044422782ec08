import PurgeJobs
import Synchronization

/// Prints each link's verdict at each edge when it changes, with the time since the start: what a person at 03:00 waits
/// for.
final class VerdictPrinter: Sendable {
    private struct Place: Hashable {
        let link: Int64
        let edge: String
    }

    private let clips: [Int64: String]
    private let start = ContinuousClock.now
    private let deadline: Duration
    private let last = Mutex([Place: LinkVerdict]())

    init(_ clips: [Int64: String], deadline: Duration) {
        self.clips = clips
        self.deadline = deadline
    }

    func show(_ progress: RunProgress) {
        if let (node, links) = progress.blocked {
            Output.line("\(clock)  refused by the deny list of \(node): \(links) links")
        }
        let news = last.withLock { last in
            progress.looks.filter { look in
                let place = Place(link: look.link, edge: look.edge)
                return last.updateValue(look.verdict, forKey: place) != look.verdict
            }
        }
        for look in news {
            let verdict = "\(look.verdict.visibility.rawValue) (\(look.verdict.reason))"
            let clip = clips[look.item] ?? "item \(look.item)"
            Output.line(
                "\(clock)  \(verdict)  \(VisibleText.of(clip)): \(look.family) on \(look.host), at \(look.edge)"
            )
        }
    }

    /// The time since the start, of the time that there is.
    private var clock: String {
        let passed = ContinuousClock.now - start
        return "\(Self.text(passed)) of \(Self.text(deadline))"
    }

    private static func text(_ time: Duration) -> String {
        let seconds = time.components.seconds
        let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60]
        return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
