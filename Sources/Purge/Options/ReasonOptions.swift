import ArgumentParser
import Foundation
import Glibc
import PurgeJobs

/// Why a command that changes something is given; kept with who gave it.
struct ReasonOptions: ParsableArguments {
    @Option(
        name: .customLong("reason"),
        help: ArgumentHelp("Why, for the audit: a ticket, a report's number.", valueName: "text")
    )
    var reason: String

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError("--reason is empty; say why, for the audit")
        }
    }

    var person: Operator { Person.named(reason) }
}

/// The account that gives a command.
enum Person {
    static func named(_ reason: String) -> Operator {
        Operator(
            user: ProcessInfo.processInfo.userName,
            host: ProcessInfo.processInfo.hostName,
            version: PurgeVersion.text,
            reason: reason
        )
    }
}
