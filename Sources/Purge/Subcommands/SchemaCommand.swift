import ArgumentParser
import PurgeJobs

extension FileSchema: ExpressibleByArgument {}

/// `purge schema`: what editors need to complete and check site and job files.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of site or job files, for editors.",
        discussion: """
            An editor that knows YAML schemas completes keys and underlines mistakes in a file that begins with

              # yaml-language-server: $schema=job.json

            where job.json is what `purge schema job` printed. `purge check` sees more than any schema can.
            """
    )

    @Argument(help: "Which kind of file.") var file: FileSchema

    func run() { Output.write(file.text) }
}
