import ArgumentParser
import Foundation
import Glibc
import PurgeJobs

/// Where the ledger is.
struct StateOptions: ParsableArguments {
    @Option(
        name: .customLong("state"),
        help: ArgumentHelp(
            "The directory of the ledger.",
            discussion: """
                Default: $PURGE_STATE, else /var/lib/purge for root, else $XDG_STATE_HOME/purge or ~/.local/state/purge.
                """,
            valueName: "dir"
        ),
        completion: .directory
    )
    var path: String?

    var directory: StateDirectory { Self.directory(path) }

    /// The directory that a path on the command line means, and that the environment does without one.
    static func directory(_ path: String?) -> StateDirectory {
        let environment = ProcessInfo.processInfo.environment
        let chosen = path ?? environment["PURGE_STATE"] ?? standard(environment)
        return StateDirectory(path: URL(filePath: chosen).standardizedFileURL.path)
    }

    private static func standard(_ environment: [String: String]) -> String {
        if getuid() == 0 { return "/var/lib/purge" }
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/purge" }
        return (environment["HOME"] ?? ".") + "/.local/state/purge"
    }
}
