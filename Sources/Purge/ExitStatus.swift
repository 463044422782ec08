import PurgeJobs

/// Every exit code of the command line, documented in README and in `purge --help`.
enum ExitStatus: Int32, Error {
    /// All dark, or the command did what it says.
    case done = 0
    /// A fault of Purge itself.
    case fault = 1
    /// Something is still due.
    case settling = 10
    /// Over, but something is lit, unknown, failed, set aside or was not found.
    case partial = 11
    /// A guard stopped it: too much would be done.
    case guarded = 12
    case stale = 13
    case locked = 14
    /// Interrupted, and resumable.
    case interrupted = 15
    /// The ledger cannot be written: nothing was sent any more.
    case unwritable = 16
    /// The audit, or what is preserved, does not verify.
    case tampered = 17
    /// An inventory, a list or a URL cannot be used.
    case unusableInput = 18
    /// Something that was taken down is back.
    case back = 19
    /// A guard stopped it: there is too little to look at.
    case tooLittle = 20
    /// The file `panic` is in the state directory: nothing is sent.
    case panicked = 21
    /// Bad file or usage (EX_USAGE of sysexits.h, as the parser of the command line has it).
    case usage = 64

    /// What it means, for whoever gets one line.
    var meaning: String {
        switch self {
        case .done: "done"
        case .fault: "a fault of Purge itself"
        case .settling: "something is still due; `purge status` says what"
        case .partial:
            "something is lit, unknown, failed, set aside or was not found; `purge status` names the run"
        case .guarded: "a guard stopped it: too much would be done; `purge status` names the plan"
        case .stale: "the plan is stale; make a new one"
        case .locked: "another process holds the ledger"
        case .interrupted: "interrupted; `purge resume` goes on"
        case .unwritable: "the ledger cannot be written; nothing was sent any more"
        case .tampered:
            "the audit, or what is preserved, does not verify; `purge audit verify`, `purge preserved check`"
        case .unusableInput: "an inventory, a list or a URL cannot be used"
        case .back: "something that was taken down is back; `purge status` says more"
        case .tooLittle: "a guard stopped it: there is too little to look at; `purge status` names the plan"
        case .panicked: "nothing is sent: the file `panic` is in the state directory"
        case .usage: "bad file or usage"
        }
    }

    init(_ end: RunEnd) {
        self =
            switch end {
            case .dark, .restored: .done
            case .settling: .settling
            case .partial, .cancelled: .partial
            case .interrupted: .interrupted
            case .panicked: .panicked
            }
    }

    /// The code of an error that ends a command.
    init(_ error: any Error) {
        self =
            switch error {
            case let status as ExitStatus: status
            case is JobFileError, is StoreError, is ClipURLForms.Flaw, is EmergencyError, is ProbeError:
                .usage
            case is InventoryError, is ListError: .unusableInput
            case let error as LedgerError: Self.code(of: error)
            case let error as PlanError: Self.code(of: error)
            default: .fault
            }
    }

    private static func code(of error: LedgerError) -> Self {
        switch error.cause {
        case .locked: .locked
        case .cannotWrite: .unwritable
        case .unusable, .wrongState: .usage
        case .panicked: .panicked
        case .cannotRead, .impossible: .fault
        }
    }

    private static func code(of error: PlanError) -> Self {
        switch error {
        case .tooManyBadRows: .unusableInput
        case .unfinished, .wrongDigest: .usage
        case .stale: .stale
        case .blocked(_, _, _, let stops): PlanError.side(of: stops) == .tooLittle ? .tooLittle : .guarded
        case .interrupted: .interrupted
        case .cancelled: .partial
        }
    }
}
