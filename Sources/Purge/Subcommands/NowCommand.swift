import ArgumentParser
import Foundation
import PurgeJobs

/// `purge now`: the emergency, with one command and no file to write.
struct NowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "now",
        abstract: "Take these clips and URLs down now, before whatever else is running.",
        discussion: """
            Targets are resolved first and printed; without --execute nothing else happens. A sweep that is under way
            lets this command go first and goes on afterwards. A URL of a configured host that no link family makes is
            purged and probed as it stands. More than 25 targets need their exact number as --count.
            """
    )

    @Option(
        name: .customLong("clip"),
        parsing: .upToNextOption,
        help: ArgumentHelp("Ids of clips.", valueName: "id")
    )
    var clips: [String] = []
    @Option(
        name: .customLong("url"),
        parsing: .upToNextOption,
        help: ArgumentHelp("URLs of clips.", valueName: "url")
    )
    var urls: [String] = []
    @Option(help: ArgumentHelp("A file with an id or URL a line.", valueName: "file")) var list: String?
    @Option(
        name: .customLong("inventory"),
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Inventories that hold links which cannot be derived from an id; walked before anything is sent.",
            valueName: "file"
        )
    )
    var inventories: [String] = []
    @Flag(help: "Do it. Without it, only say what would be done.") var execute = false
    @Flag(help: "Destroy the bytes too, at once and for good.") var delete = false
    @Option(help: ArgumentHelp("How long to go on until all is dark: 30m, 1h.", valueName: "time"))
    var deadline = "1h"
    @Option(help: "The exact number of targets, where there are more than 25.") var count: Int?
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var site: SiteOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    private var patience: Duration? {
        Takedown.duration(deadline).flatMap { $0 >= .seconds(1) && $0 <= .seconds(7 * 86_400) ? $0 : nil }
    }

    func validate() throws {
        guard !clips.isEmpty || !urls.isEmpty || list != nil else {
            throw ValidationError("\(EmergencyError.nothing)")
        }
        guard patience != nil else {
            throw ValidationError("--deadline takes from 1s to 7d: a number with s, m, h or d, such as 30m")
        }
    }

    func run() async throws {
        let patience = patience ?? .seconds(3600)
        let order = try EmergencyOrder(
            clips: clips,
            urls: urls,
            list: list,
            inventories: inventories,
            isDeleted: delete,
            deadline: patience
        )
        let takedown = try Takedown(
            order,
            site: site.path,
            environment: ProcessInfo.processInfo.environment
        )
        let ledger = try await Ledger.openFirst(state.directory, by: reason.person, command: "now")
        let planning = Planning(takedown: takedown, state: state, output: output, command: "now")
        let plan = try await planning.plan(in: ledger, isProbing: false, by: reason.person)
        let targets = try LedgerReader(state.directory).look { try $0.targets(of: plan.run) }
        guard execute else {
            if !output.isJSON { show(targets) }
            return try PlanResult(plan: plan).print(as: output, in: state.directory)
        }

        if !output.isJSON, !output.isQuiet { show(targets) }
        guard !plan.isBlocked || count == plan.effects else {
            throw PlanError.blocked(
                run: plan.run,
                effects: plan.effects,
                digest: plan.digest,
                stops: plan.stops
            )
        }

        var applying = Applying(takedown: takedown, state: state, output: output)
        if !output.isJSON, !output.isQuiet {
            let names = targets.map { ($0.number, $0.name) }
            let printer = VerdictPrinter(
                Dictionary(names) { first, _ in first },
                deadline: patience
            )
            applying.follow = { printer.show($0) }
        }
        try await applying.apply(plan.run, count: plan.isBlocked ? count : nil, in: ledger, by: reason.person)
    }

    private func show(_ targets: [TargetOverview]) {
        for target in targets {
            let found =
                target.cause ?? (target.present > 0 ? "" : "no store holds anything of it")
            Output.line(
                "\(VisibleText.of(target.name)): \(target.present) of \(target.objects) objects, "
                    + "\(target.links) links, \(target.nodes) cache nodes, \(target.blockers) deny lists, \(target.edges) edges"
                    + (found.isEmpty ? "" : "; \(found)")
            )
        }
    }
}
