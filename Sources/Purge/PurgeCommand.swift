import ArgumentParser
import Glibc

/// The command line: parses, builds, prints, exits.
@main
struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Take abusive clips down, make every link to them dark, and prove it.",
        discussion: """
            A job file says what to match and do, a site file what the platform is. The usual way:

              purge check JOB                 do both files and everything that they name work?
              purge plan JOB --probe          what would be done, and how reachable is it now?
              purge apply RUN --digest D --reason "…"
              purge report RUN

            In an emergency, with nothing but URLs or ids:

              purge now --url URL --reason "…"            what would be done?
              purge now --url URL --reason "…" --execute  do it, before whatever else is running

            A plan has no effect. What is applied is exactly the plan that was read, or nothing. After a crash, \
            `purge resume` goes on; `purge status` says where everything stands. `purge probe URL` asks every edge what it \
            serves now; `purge explain CLIP` tells what is known of a clip. `purge pause` holds sweeps back for a while; \
            `touch STATE/panic` stops everything, without any binary.

            Exit codes:

              0   all dark, or the command did what it says
              1   a fault of Purge itself
              10  settling: something is still due, which `purge watch` or `purge resume` does
              11  over, but something is lit, unknown, failed, set aside or was not found
              12  a guard stopped it: too much would be done
              13  the plan is stale: job, site or a list has changed, or a day has passed
              14  another process holds the ledger
              15  interrupted; `purge resume` goes on
              16  the ledger cannot be written; nothing was sent any more
              17  the audit, or what is preserved, does not verify
              18  an inventory, a list or a URL cannot be used
              19  something that was taken down is back
              20  a guard stopped it: there is too little to look at
              21  nothing is sent: the file `panic` is in the state directory
              64  bad file or usage

            `purge status --check` exits as monitoring plugins do: 0 to 3.
            """,
        version: PurgeVersion.text,
        subcommands: [
            NowCommand.self, InitCommand.self, CheckCommand.self, PlanCommand.self, ApplyCommand.self,
            RunCommand.self,
            ResumeCommand.self, WatchCommand.self,
            StatusCommand.self, PauseCommand.self, UnpauseCommand.self, ThrottleCommand.self,
            CancelCommand.self, VerifyCommand.self, ReportCommand.self,
            ProbeCommand.self, ExplainCommand.self, SchemaCommand.self,
            ExemptCommand.self,
            HoldCommand.self, PreservedCommand.self, WithdrawCommand.self, RestoreCommand.self,
            AuditCommand.self,
        ]
    )

    static func main() async {
        umask(0o077)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            ErrorPrinter.exit(with: error)
        }
    }
}
