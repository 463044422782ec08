import ArgumentParser
import Foundation
import PurgeJobs

/// `purge explain`: everything that the ledger knows of one clip.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "Tell everything that the ledger knows of a clip: why, what was done, by whom, what was seen.",
        discussion: """
            Reads the ledger alone, also while another process holds it; sends nothing. A URL is read by the site's \
            families, else sought among the links of all runs. URLs are shown as family, host and a keyed hash.

            Exit codes: 0 something is known, 11 nothing is, 18 the URL leads to no clip, 64 bad site file or no ledger.
            """
    )

    @Argument(help: ArgumentHelp("A clip's id, or a URL of it.", valueName: "clip")) var clip: String
    @OptionGroup var site: SiteOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try LedgerReader(state.directory).look { snapshot in
            let environment = ProcessInfo.processInfo.environment
            let finding = try ClipFinder(snapshot, site: site.path, environment: environment).find(clip)
            switch finding {
            case .none(let why):
                Output.error("that leads to no clip: \(why)")
                throw ExitStatus.unusableInput
            case .clip(let id, let how):
                let history = try snapshot.history(of: id, at: WallClock.now())
                let report = ExplainReport(history, how: how)
                if output.isJSON { Output.line(try report.json()) } else { Output.write(report.text) }
                if history.isUnknown { throw ExitStatus.partial }
            }
        }
    }
}
