import ArgumentParser
import PurgeJobs

/// What `purge status --check` holds a ledger against.
struct CheckOptions: ParsableArguments {
    @Flag(
        name: .customLong("check"),
        help: ArgumentHelp(
            "Answer a monitoring system in one line.",
            discussion: """
                Exits as its plugins do: 0 OK, 1 WARNING (settling too long, unknown, set aside, a plan that waits for a \
                person, a ledger too big), 2 CRITICAL (missed, lit, interrupted and not resumed), 3 UNKNOWN.
                """
        )
    )
    var isOn = false

    @Option(
        help: ArgumentHelp("With --check: how long ago a run may have begun or ended.", valueName: "time")
    )
    var maxAge = "26h"

    @Option(help: ArgumentHelp("With --check: how long a run may take until all is dark.", valueName: "time"))
    var maxSettling = "6h"

    @Option(help: ArgumentHelp("With --check: how big the ledger may be.", valueName: "size"))
    var maxSize = "20GB"

    @Option(
        help: ArgumentHelp(
            "With --check: this job alone; without it the newest run of any job says whether one was missed.",
            valueName: "name"
        )
    )
    var job: String?

    func validate() throws {
        for (name, value) in [("--max-age", maxAge), ("--max-settling", maxSettling)] {
            guard Takedown.duration(value) != nil else {
                throw ValidationError("\(name) takes a number with s, m, h or d, such as 26h")
            }
        }
        guard ByteCount(maxSize) != nil else {
            throw ValidationError("--max-size takes a number with kB, MB, GB or TB, such as 20GB")
        }
        guard isOn || job == nil else { throw ValidationError("--job goes with --check") }
    }

    var limits: HealthCheck.Limits {
        var limits = HealthCheck.Limits()
        limits.age = Takedown.duration(maxAge) ?? limits.age
        limits.settling = Takedown.duration(maxSettling) ?? limits.settling
        limits.size = ByteCount(maxSize) ?? limits.size
        return limits
    }
}
