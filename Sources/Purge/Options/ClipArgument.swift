import ArgumentParser
import PurgeJobs

/// A clip's id as an argument.
struct ClipArgument: ExpressibleByArgument {
    let id: ClipID

    init?(argument: String) {
        guard let id = ClipID(argument) else { return nil }

        self.id = id
    }
}
