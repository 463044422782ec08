import Foundation
import Testing

/// Every command of the command line, as the built `purge` tells it.
struct CommandTree: Decodable {
    private struct Root: Decodable {
        let command: CommandTree
    }

    let commandName: String
    let subcommands: [CommandTree]?

    static func ofBinary() async throws -> CommandTree {
        let run = try await ToolRun.purge(["--experimental-dump-help"])
        try #require(run.code == 0)
        return try JSONDecoder().decode(Root.self, from: Data(run.output.utf8)).command
    }

    /// The words of every command, without the first; `help` is the parser's own.
    var paths: [[String]] {
        let below = (subcommands ?? []).filter { $0.commandName != "help" }
        return [[]] + below.flatMap { child in child.paths.map { [child.commandName] + $0 } }
    }
}
