/// A list that cannot be used: the run stops before anything is planned.
package struct ListError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Cause: Hashable, Sendable {
        case unreadable(String)
        /// It holds no entry at all; an empty list never means everything, nor nothing (R7).
        case empty
        case lineTooLong(line: Int)
        /// It is not UTF-8 text from its first byte on.
        case notAList(String)
    }

    /// The list's name in the job.
    package let list: String
    package let cause: Cause

    package var description: String {
        let list = VisibleText.of(list)
        return switch cause {
        case .unreadable(let why):
            "list \(list) cannot be read: \(why); nothing was planned"
        case .empty:
            "list \(list) holds no entry; nothing was planned: fill it, or take it out of the job"
        case .lineTooLong(let line):
            "list \(list) has more than \(ReportListReader.maximumLength) bytes in line \(line), so it is no list "
                + "with one entry a line; nothing was planned"
        case .notAList(let why):
            "list \(list) is no list: \(why); nothing was planned"
        }
    }
}
