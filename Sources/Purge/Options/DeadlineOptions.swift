import ArgumentParser
import PurgeJobs

/// How long a command goes on.
struct DeadlineOptions: ParsableArguments {
    @Option(
        name: .customLong("deadline"),
        help: ArgumentHelp(
            "How long to go on until every link is as it should be: 30m, 1h.",
            valueName: "time"
        )
    )
    var text = "1h"

    private static let range = Duration.seconds(1) ... .seconds(7 * 86_400)

    /// The time that was given; validated when the command line was read.
    var time: Duration { parsed ?? .seconds(3600) }

    private var parsed: Duration? { Takedown.duration(text).flatMap { Self.range.contains($0) ? $0 : nil } }

    func validate() throws {
        guard parsed != nil else {
            throw ValidationError("--deadline takes from 1s to 7d: a number with s, m, h or d, such as 30m")
        }
    }
}
