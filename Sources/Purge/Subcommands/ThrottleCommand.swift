import ArgumentParser
import Foundation
import PurgeJobs

/// `purge throttle`: one host is asked more slowly for a while.
struct ThrottleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "throttle",
        abstract: "Ask one host of the site more slowly for a while.",
        discussion: """
            The rate counts all requests to the host together: purges, blocks, revocations and probes, at all of its \
            nodes. It acts on runs that are under way within a second, and ends by itself. Emergencies are not slowed \
            down. `--rate full` ends it before its time.
            """
    )

    @Option(help: ArgumentHelp("A host of the site, without port.", valueName: "host")) var host: String
    @Option(help: ArgumentHelp("Requests a second, such as 5 or 0.5, or `full`.", valueName: "rate"))
    var rate: String
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, at most \(Span.longest).", valueName: "time")
    )
    var time = "1h"
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var site: SiteOptions
    @OptionGroup var state: StateOptions

    private static let slowest = 0.01
    private static let fastest = 1_000_000.0

    func validate() throws {
        _ = try Span.of(time, "--for")
        guard rate == "full" || number != nil else {
            throw ValidationError("--rate takes requests a second from \(Self.slowest) on, or `full`")
        }
    }

    func run() async throws {
        let person = reason.person
        let name = host.lowercased()
        let asking = Asking(state: state.directory, person: person, command: "throttle")
        guard let number else {
            try await asking.ask(LedgerRequest(.unthrottle, subject: name, by: person))
            return Output.line("\(VisibleText.of(name)) is asked at its usual pace again.")
        }

        try refuseForeign(name)
        let end = WallClock.now().advanced(by: try Span.of(time, "--for"))
        try await asking.ask(LedgerRequest(.throttle, until: end, subject: name, rate: number, by: person))
        Output.line("\(name) is asked at most \(rate) times a second until \(end).")
    }

    private var number: Double? {
        Double(rate).flatMap { (Self.slowest...Self.fastest).contains($0) ? $0 : nil }
    }

    private func refuseForeign(_ name: String) throws {
        let environment = ProcessInfo.processInfo.environment
        let names = try LedgerReader(state.directory).look { snapshot in
            try SiteHosts(snapshot, site: site.path, environment: environment).names
        }
        guard names.contains(name) else {
            throw ValidationError(
                "\(VisibleText.of(name)) is no host of the site; there are \(names.joined(separator: ", "))"
            )
        }
    }
}
