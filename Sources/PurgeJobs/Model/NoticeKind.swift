/// What people are told of without having asked.
///
/// Its words stand in ledgers and in site files for ever.
package enum NoticeKind: String, CaseIterable, Sendable {
    /// A run is at its end, and everything is as it was to be.
    case closedDark
    /// A run is at its end, and something is not.
    case closedPartial
    /// The job's patience is over, and something is not dark.
    case notDark
    /// A clip that was taken down answers again.
    case relit
    /// The object of a clip that was taken down is at its store again.
    case returned
    case guardStopped
    case breakerOpened
    /// A pause holds sending back for longer than half an hour.
    case pausedLong
    /// The file `panic` stopped everything.
    case panicked
    /// A run could not be worked on.
    case runFailed
    /// A person asked whether messages arrive.
    case test

    package enum Severity: String, CaseIterable, Comparable, Sendable {
        case info
        case warning
        case critical

        package static func < (left: Self, right: Self) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    package var severity: Severity {
        switch self {
        case .closedDark, .test: .info
        case .closedPartial, .guardStopped, .breakerOpened, .pausedLong: .warning
        case .notDark, .relit, .returned, .panicked, .runFailed: .critical
        }
    }
}
