import ArgumentParser
import Foundation
import PurgeJobs

extension FilesDraft.Cache: ExpressibleByArgument {}

/// `purge init`: the first site and job file of a platform.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first site file and a first job, from questions or options, and check them.",
        discussion: """
            For a platform that keeps its clips as files, with nginx, Varnish, Traffic Server, Squid or nothing in front. On a terminal it asks for
            what no option says; elsewhere it refuses what is missing. Both files are commented, read back before they are
            written, and never written over others. Nothing is sent but what `purge check` sends.

              purge init /etc/purge --name clips --root /srv/clips/www \\
                --link 'page=https://clips.example/clip/{id}' --object 'page=pages/{id}.html' \\
                --link 'video=https://video.example/v/{id}/{quality}.mp4' --object 'video=v/{id}/{quality}.mp4' \\
                --variable quality=1080,720,480,360 \\
                --cache nginx --node edge-1=192.0.2.11:443 --origin origin-1=203.0.113.1:443 \\
                --inventory /srv/exports/clips.jsonl
            """
    )

    @Argument(help: "The folder that the files go to; it is made where it is missing.") var folder = "."
    @Option(help: "What the platform is called: lower-case letters, digits, hyphens.") var name: String?
    @Option(
        help: ArgumentHelp(
            "A published link of a clip, with {id} and variables. The same name again adds a host. May be repeated.",
            valueName: "name=url"
        )
    )
    var link: [String] = []
    @Option(
        help: ArgumentHelp(
            "The file beneath the root that a link serves. May be repeated.",
            valueName: "name=path"
        )
    )
    var object: [String] = []
    @Option(help: ArgumentHelp("The values of a variable. May be repeated.", valueName: "name=a,b,c"))
    var variable: [String] = []
    @Option(help: ArgumentHelp("The folder that is served.", valueName: "folder")) var root: String?
    @Option(
        help: ArgumentHelp(
            "Where disabled files go: on the root's file system, not served. Default: 'quarantine' beside the root.",
            valueName: "folder"
        )
    )
    var quarantine: String?
    @Option(help: "What caches: nginx, varnish, trafficserver, squid or none.") var cache: FilesDraft.Cache?
    @Option(help: ArgumentHelp("One node of the cache. May be repeated.", valueName: "name=host:port"))
    var node: [String] = []
    @Option(help: ArgumentHelp("An origin, probed as well. May be repeated.", valueName: "name=host:port"))
    var origin: [String] = []
    @Option(help: ArgumentHelp("The inventory: a JSON object a line, or CSV.", valueName: "file"))
    var inventory: String?

    func run() async throws {
        let files = try readable(drafted())
        try write(files)
        let (site, job) = ("\(folder)/\(FilesDraft.siteName)", "\(folder)/\(FilesDraft.jobName)")
        Output.line("Wrote \(files.map { "\(folder)/\($0.name)" }.joined(separator: ", ")).\n")
        let takedown = try Takedown(job: job, site: site, environment: ProcessInfo.processInfo.environment)
        let findings = await takedown.check()
        CheckPage(findings).show()
        Output.line(
            """

            Next: put what was reported into \(folder)/\(FilesDraft.listName), then
              purge plan \(job) --site \(site) --probe
            """
        )
        guard findings.allSatisfy(\.isGood) else { throw ExitStatus.partial }
    }

    private func readable(_ draft: FilesDraft) throws -> [(name: String, text: String)] {
        do {
            return try draft.files(in: folder)
        } catch {
            Output.error("nothing was written: the files would have had these mistakes")
            throw error
        }
    }

    // MARK: What is asked for

    private func drafted() throws -> FilesDraft {
        let questions = InitQuestions()
        let root = try root ?? questions.ask("The folder that is served", missing: "--root")
        let cache = try cache ?? questions.cache()
        return FilesDraft(
            name: try name
                ?? questions.ask("What is the platform called", default: "clips", missing: "--name"),
            links: try links(questions),
            root: root,
            quarantine: try quarantine
                ?? questions.ask("Where disabled files go", default: Self.beside(root)),
            cache: cache,
            nodes: try cache == .none ? [] : places(node, "--node", "A node of the cache", questions),
            origins: try places(origin, "--origin", "An origin", questions),
            inventory: try inventory
                ?? questions.ask("The inventory, a JSON object a line", missing: "--inventory")
        )
    }

    private static func beside(_ root: String) -> String {
        let parent = root.split(separator: "/").dropLast().map { "/\($0)" }.joined()
        return root.hasPrefix("/") ? "\(parent)/quarantine" : "quarantine"
    }

    private func links(_ questions: InitQuestions) throws -> [LinkDraft] {
        do {
            var families = try LinkDraft.joined(
                try link.isEmpty ? questions.links() : link.map { try LinkDraft($0) }
            )
            for (name, path) in try pairs(object, "--object") {
                guard let index = families.firstIndex(where: { $0.name == name }) else {
                    throw ValidationError("--object names '\(name)', and no --link does")
                }

                families[index].object = path
            }
            let values = Dictionary(try pairs(variable, "--variable")) { $1 }
            for index in families.indices {
                for hole in families[index].holes where families[index].variables[hole] == nil {
                    let text =
                        try values[hole]
                        ?? questions.ask(
                            "The values of {\(hole)}, with commas",
                            missing: "--variable \(hole)=…"
                        )
                    families[index].variables[hole] = text.split(separator: ",").map(String.init)
                }
            }
            return families
        } catch let flaw as LinkDraft.Flaw {
            throw ValidationError(flaw.description)
        }
    }

    private func places(
        _ given: [String],
        _ option: String,
        _ what: String,
        _ questions: InitQuestions
    ) throws -> [FilesDraft.Place] {
        let texts = try given.isEmpty ? questions.list("\(what), as name=host:port", missing: option) : given
        return try pairs(texts, option).map { FilesDraft.Place(name: $0, address: $1) }
    }

    private func pairs(_ texts: [String], _ option: String) throws -> [(String, String)] {
        try texts.map { text in
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw ValidationError("\(option) takes name=value, not '\(text)'")
            }

            return (String(text[..<equals]), String(text[text.index(after: equals)...]))
        }
    }

    // MARK: Writing

    /// Writes all files, or none where one is there already or a disk is full.
    private func write(_ files: [(name: String, text: String)]) throws {
        let manager = FileManager.default
        for file in files where manager.fileExists(atPath: "\(folder)/\(file.name)") {
            throw ValidationError(
                "\(folder)/\(file.name) is there already; name another folder, or move it away"
            )
        }

        var written: [String] = []
        do {
            try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for file in files {
                let path = "\(folder)/\(file.name)"
                try Data(file.text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
                written.append(path)
            }
        } catch {
            // What cannot be removed is named by the next attempt.
            for path in written { try? manager.removeItem(atPath: path) }
            throw ValidationError("cannot write to \(folder): \(error.localizedDescription)")
        }
    }
}
