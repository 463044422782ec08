import ArgumentParser
import Glibc
import PurgeJobs

/// The one place that prints an error and exits: what failed, on what, why, what to do next.
enum ErrorPrinter {
    static func exit(with error: any Error) -> Never {
        switch error {
        case let status as ExitStatus:
            Output.end(status.meaning)
            Glibc.exit(status.rawValue)
        case let expected as ExpectedEnd:
            Glibc.exit(expected.status.rawValue)
        case let ended as HealthPrinter.Ended:
            Glibc.exit(Int32(ended.level.rawValue))
        case is LedgerError, is PlanError, is JobFileError, is StoreError, is InventoryError, is ListError,
            is ClipURLForms.Flaw, is EmergencyError, is ProbeError, is DraftFile.Failure:
            let status = ExitStatus(error)
            Output.error("\(error)")
            Output.end(status.meaning)
            Glibc.exit(status.rawValue)
        default:
            // The parser's own errors and requests for help, and what nobody expected.
            PurgeCommand.exit(withError: error)
        }
    }
}
