import Foundation
import Glibc
import PurgeJobs
import Synchronization

/// One line on a terminal's standard error that tells how far a run is; silent anywhere else.
final class ProgressPrinter: Sendable {
    private struct State {
        var printedAt = ContinuousClock.now - .seconds(1)
        var rows = 0
        var rowsAt = ContinuousClock.now
        var dark = 0
        var startedAt = ContinuousClock.now
        var isShown = false
    }

    private let isOn: Bool
    private let state = Mutex(State())
    private let hasColours: Bool
    private static let interval = Duration.milliseconds(200)

    init(isQuiet: Bool) {
        let environment = ProcessInfo.processInfo.environment
        isOn = !isQuiet && isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        // https://no-color.org: any value but the empty one.
        hasColours = environment["NO_COLOR"]?.isEmpty != false
    }

    func show(_ progress: RunProgress) {
        guard isOn, progress.looks.isEmpty else { return }

        let line = state.withLock { state -> String? in
            let now = ContinuousClock.now
            guard now - state.printedAt >= Self.interval else { return nil }

            state.printedAt = now
            state.isShown = true
            return switch progress.phase {
            case .walking: Self.walking("walking", progress, &state, now)
            case .relating: Self.walking("looking for clips close to these", progress, &state, now)
            case .applying: Self.applying(progress, &state, now)
            }
        }
        guard let line = line.map({ fitted($0, progress.waits) }) else { return }

        FileHandle.standardError.write(Data("\r\u{1b}[K\(line)".utf8))
    }

    /// Leaves the terminal's line to what comes next.
    func end() {
        guard isOn, state.withLock(\.isShown) else { return }

        FileHandle.standardError.write(Data("\r\u{1b}[K".utf8))
    }

    private static func walking(
        _ what: String,
        _ progress: RunProgress,
        _ state: inout State,
        _ now: ContinuousClock.Instant
    ) -> String {
        let seconds = max(0.001, (now - state.rowsAt) / .seconds(1))
        // Each walk counts from its own beginning.
        let rate = Int(Double(max(0, progress.rows - state.rows)) / seconds)
        state.rows = progress.rows
        state.rowsAt = now
        let bad = progress.badRows > 0 ? ", \(progress.badRows) bad" : ""
        return "\(what): \(progress.rows) rows\(bad), \(rate) a second"
    }

    private static func applying(
        _ progress: RunProgress,
        _ state: inout State,
        _ now: ContinuousClock.Instant
    ) -> String {
        guard let sums = progress.conservation else { return "held back" }

        let seconds = max(0.001, (now - state.startedAt) / .seconds(1))
        let left = sums.acted - sums.dark - sums.setAside
        let rate = Double(sums.dark - state.dark) / seconds
        let estimate = rate > 0 && left > 0 ? ", about \(Int(Double(left) / rate)) s left" : ""
        let counts = [
            (sums.dark, "dark"), (sums.lit, "lit"), (sums.unknown, "unknown"), (sums.setAside, "set aside"),
            (sums.pending, "pending"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return "\(counts.joined(separator: ", ")) of \(sums.acted)\(estimate)"
    }

    /// The line as it fits the terminal: what waits for a person first and marked, what waits for time last.
    private func fitted(_ line: String, _ waits: [RunWait]) -> String {
        let today = WallClock.now().description.prefix(11)
        func words(_ waits: [RunWait]) -> [String] { waits.map { $0.words.replacing(today, with: "") } }
        let people = words(waits.filter(\.isForAPerson))
        let others = words(waits.filter { !$0.isForAPerson })
        let text = (people + [line] + others).joined(separator: "; ")
        let short = VisibleText.of(text, limit: max(20, Self.columns - 2))
        return hasColours && !people.isEmpty ? "\u{1b}[33m\(short)\u{1b}[0m" : short
    }

    /// The terminal's width; 80 where it does not tell.
    private static var columns: Int {
        var size = winsize()
        let result = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size)
        return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }
}

extension RunWait {
    /// Whether the run waits for a person rather than for time.
    fileprivate var isForAPerson: Bool {
        switch self {
        case .paused, .breaker: true
        case .emergency, .throttled, .asked, .due: false
        }
    }
}
