import ArgumentParser

/// How results are shown.
struct OutputOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print the result as one JSON object.")
    var isJSON = false

    @Flag(
        name: .customLong("quiet"),
        help: ArgumentHelp(
            "Say nothing when all is well, and else one line on standard error.",
            discussion: "For cron, which mails whatever a command says."
        )
    )
    var isQuiet = false

    @Option(
        name: .customLong("log-level"),
        help: ArgumentHelp(
            "What to log on standard error.",
            valueName: "level"
        )
    )
    var logLevel = LogLevel.warning

    func validate() throws {
        if isQuiet { Output.keepToOneLine() }
    }

    /// Sends logs to standard error; with `--quiet` none but those of a fault that ends everything.
    func startLogging() { (isQuiet ? .critical : logLevel).startLogging() }
}
