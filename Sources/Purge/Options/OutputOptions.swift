import ArgumentParser

/// How results are shown.
struct OutputOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print the result as one JSON object.")
    var isJSON = false

    @Flag(name: .customLong("quiet"), help: "Say nothing unless something is wrong.")
    var isQuiet = false

    @Option(
        name: .customLong("log-level"),
        help: ArgumentHelp(
            "What to log on standard error: trace, debug, info, notice, warning, error or critical.",
            valueName: "level"
        )
    )
    var logLevel = LogLevel.warning
}
