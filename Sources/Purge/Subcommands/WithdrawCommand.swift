import ArgumentParser
import PurgeJobs

/// `purge withdraw`: entries of lists that do not act any more.
struct WithdrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take an entry of a list back, even for a run that has begun.",
        discussion: """
            A clip that only withdrawn entries name is left alone from the next step on; what was done to it stays done. \
            The entry is written as in the list: an id, a URL or a hash. It counts as withdrawn in every version of \
            the list, until `purge withdraw remove`. A rule of a job is withdrawn by its name and its version's number.
            """,
        subcommands: [Add.self, Remove.self, List.self],
        defaultSubcommand: Add.self
    )

    /// `purge withdraw add`, or without the word.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Withdraw an entry.")
        @OptionGroup var withdrawal: WithdrawalOptions

        func run() async throws { try await withdrawal.ask(.addWithdrawal, "withdrawn") }
    }

    /// `purge withdraw remove`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Let an entry act again."
        )
        @OptionGroup var withdrawal: WithdrawalOptions

        func run() async throws { try await withdrawal.ask(.removeWithdrawal, "acts again") }
    }

    /// `purge withdraw list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List withdrawn entries."
        )
        @OptionGroup var state: StateOptions
        @OptionGroup var output: OutputOptions

        private struct Line: Encodable {
            let list: String
            let entry: String
            let reason: String
            let user: String
            let host: String
            let since: String
        }

        func run() throws {
            var lines: [Line] = []
            try LedgerReader(state.directory).look { snapshot in
                try snapshot.forEachWithdrawal { withdrawal in
                    lines.append(
                        Line(
                            list: VisibleText.of(withdrawal.list),
                            entry: VisibleText.of(withdrawal.value),
                            reason: VisibleText.of(withdrawal.reason),
                            user: withdrawal.user,
                            host: withdrawal.host,
                            since: withdrawal.createdAt.description
                        )
                    )
                }
            }
            if output.isJSON { return Output.line(try JSONText.of(lines)) }
            guard !lines.isEmpty else { return Output.line("None in force.") }

            let rows = lines.map { [$0.list, $0.entry, $0.since, "\($0.user)@\($0.host)", $0.reason] }
            Output.write(TextTable(columns: ["list", "entry", "since", "by", "reason"], rows: rows).text)
        }
    }
}
