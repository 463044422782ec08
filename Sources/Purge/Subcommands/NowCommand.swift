import ArgumentParser
import Foundation
import PurgeJobs

/// `purge now`: the emergency, with one command and no file to write.
struct NowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "now",
        abstract: "Take these clips and URLs down now, before whatever else is running.",
        discussion: """
            Targets are resolved first and printed; without --execute nothing else happens. A sweep that is under way \
            lets this command go first and goes on afterwards. A URL of a configured host that no link family makes is \
            purged and probed as it stands. More than 25 targets need their exact number as --count.
            """
    )

    @Option(
        name: .customLong("clip"),
        parsing: .upToNextOption,
        help: ArgumentHelp("Ids of clips, one or more.", valueName: "id")
    )
    var clips: [String] = []
    @Option(
        name: .customLong("url"),
        parsing: .upToNextOption,
        help: ArgumentHelp("URLs of clips as they were published, one or more.", valueName: "url")
    )
    var urls: [String] = []
    @Option(
        help: ArgumentHelp("A file with an id or URL a line.", valueName: "file"),
        completion: .file()
    )
    var list: String?
    @Option(
        name: .customLong("inventory"),
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Inventories that hold links which cannot be derived from an id; walked before anything is sent. FILE#TABLE is asked, not walked.",
            valueName: "file"
        ),
        completion: .file()
    )
    var inventories: [String] = []
    @Flag(help: "Do it. Without it, only say what would be done.") var execute = false
    @Flag(help: "Destroy the bytes too, at once and for good.") var delete = false
    @Option(help: "The exact number of targets, where there are more than 25.") var count: Int?
    @OptionGroup var deadline: DeadlineOptions
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var site: SiteOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !clips.isEmpty || !urls.isEmpty || list != nil else {
            throw ValidationError("\(EmergencyError.nothing)")
        }
    }

    func run() async throws {
        try state.directory.refusePanic()
        let order = try EmergencyOrder(
            clips: clips,
            urls: urls,
            list: list,
            inventories: inventories,
            isDeleted: delete,
            deadline: deadline.time
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
        guard !plan.isBlocked || count == plan.effects else { throw PlanError.blocked(plan) }

        var applying = Applying(takedown: takedown, state: state, output: output)
        if !output.isJSON, !output.isQuiet {
            let names = targets.map { ($0.number, $0.name) }
            let printer = VerdictPrinter(
                Dictionary(names) { first, _ in first },
                deadline: deadline.time
            )
            applying.follow = { printer.show($0) }
        }
        try await applying.apply(plan.run, count: plan.isBlocked ? count : nil, in: ledger, by: reason.person)
        let exempt = try LedgerReader(state.directory).look { try $0.conservation(of: plan.run).exempt }
        guard exempt == 0 else {
            Output.error(
                "\(exempt) of the named clips are exempt and were left alone; `purge exempt list` says why"
            )
            throw ExitStatus.partial
        }
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
