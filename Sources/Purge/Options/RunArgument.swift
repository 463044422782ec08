import ArgumentParser
import PurgeJobs

/// A run's id on the command line.
struct RunArgument: ExpressibleByArgument {
    let id: RunID

    static let defaultCompletionKind = Completion.runs

    init?(argument: String) {
        guard let id = RunID(argument) else { return nil }

        self.id = id
    }
}
