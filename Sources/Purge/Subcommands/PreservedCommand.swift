import ArgumentParser
import Foundation
import PurgeJobs

/// `purge preserved`: the bytes that holds have had put aside.
struct PreservedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preserved",
        abstract: "Show, check, give back or destroy the bytes that were put aside for holds.",
        discussion: """
            `purge hold add CLIP --preserve` has the bytes of a clip put aside once they are hidden, in the place that the \
            site file names for their store (`preservation`). There they stay, whatever becomes of the hold, until a \
            person releases or destroys them.
            """,
        subcommands: [List.self, Check.self, Release.self, Destroy.self]
    )

    /// `purge preserved list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List what is preserved."
        )
        @Flag(help: "Also what was released or destroyed since.") var all = false
        @OptionGroup var state: StateOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            var lines: [PreservedLine] = []
            try LedgerReader(state.directory).look { snapshot in
                try snapshot.forEachPreserved(endedToo: all) { lines.append(PreservedLine($0)) }
            }
            if output.isJSON { return Output.line(try JSONText.of(lines)) }
            guard !lines.isEmpty else { return Output.line("Nothing is preserved.") }

            Output.write(TextTable(columns: PreservedLine.columns, rows: lines.map(\.cells)).text)
        }
    }

    /// `purge preserved check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Read everything that is preserved again, and compare its SHA-256 with the record."
        )
        @Argument(help: "One clip; without it all of them.") var clip: ClipArgument?
        @OptionGroup var state: StateOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let preservation = try LedgerReader(state.directory).look { snapshot in
                try Preservation(
                    of: clip?.id,
                    in: snapshot,
                    environment: ProcessInfo.processInfo.environment
                )
            }
            var lines: [PreservedLine] = []
            try await preservation.check { lines.append(PreservedLine($0, finding: $1.rawValue)) }
            let flawed = lines.filter { $0.finding != Preservation.Finding.intact.rawValue }
            if output.isJSON {
                Output.line(try JSONText.of(lines))
            } else if !output.isQuiet {
                if !flawed.isEmpty {
                    Output.write(
                        TextTable(columns: PreservedLine.columns, rows: flawed.map(\.cells)).text
                    )
                }
                Output.line("\(lines.count - flawed.count) of \(lines.count) preserved objects are intact.")
            }
            guard flawed.isEmpty else {
                Output.error("\(flawed.count) preserved objects are not what was put aside")
                throw ExitStatus.tampered
            }
        }
    }

    /// `purge preserved release`.
    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Give the bytes of a clip back to where its takedown hid them; it stays unreachable.",
            discussion: """
                Refused while a hold is in force on the clip. A deletion that its job asked for, and `purge restore`, are \
                possible again then. Without --execute nothing is done.
                """
        )
        @OptionGroup var ending: PreservationOptions

        func run() async throws { try await ending.end(as: .released) }
    }

    /// `purge preserved destroy`.
    struct Destroy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "destroy",
            abstract: "Destroy the preserved bytes of a clip; nothing brings them back.",
            discussion: """
                Refused while a hold is in force on the clip. Where the place holds a copy, what the takedown hid is there \
                still, until its job's deletion. Without --execute nothing is done.
                """
        )
        @OptionGroup var ending: PreservationOptions

        func run() async throws { try await ending.end(as: .destroyed) }
    }
}
