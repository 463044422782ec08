import ArgumentParser
import Glibc
import PurgeJobs

/// Asks a person at a terminal for what no option said; anywhere else what is missing is refused, by its option.
struct InitQuestions {
    private let isAsking = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1

    /// An answer that is not empty, or the default.
    ///
    /// - Throws: `ValidationError` where nobody can be asked, or input ends.
    func ask(
        _ question: String,
        default standard: String? = nil,
        missing option: String = ""
    ) throws -> String {
        guard isAsking else {
            guard let standard else {
                throw ValidationError("\(option) is missing, and there is no terminal to ask at")
            }
            return standard
        }

        while true {
            Output.prompt(question + (standard.map { " [\($0)]" } ?? "") + ": ")
            guard let line = readLine() else {
                throw ValidationError("the answers ended; nothing was written")
            }

            let answer = line.drop { $0 == " " }
            if !answer.isEmpty { return String(answer) }
            if let standard { return standard }
        }
    }

    /// Answers until an empty one.
    ///
    /// - Throws: as `ask`; none at all is an answer where a person gives it.
    func list(_ question: String, missing option: String) throws -> [String] {
        guard isAsking else { return [] }

        var answers: [String] = []
        while true {
            let more = answers.isEmpty ? "" : " (another, or nothing)"
            let answer = try ask(question + more, default: "")
            if answer.isEmpty { return answers }
            answers.append(answer)
        }
    }

    func cache() throws -> FilesDraft.Cache {
        while true {
            let answer = try ask(
                "What caches: nginx, varnish, trafficserver, squid or none",
                missing: "--cache"
            )
            if let cache = FilesDraft.Cache(rawValue: answer) { return cache }
        }
    }

    /// Link families, each with the file that it serves.
    ///
    /// - Throws: as `ask`.
    func links() throws -> [LinkDraft] {
        guard isAsking else { throw ValidationError("--link is missing, and there is no terminal to ask at") }

        var links: [LinkDraft] = []
        while true {
            let question = "A published link of a clip, as name=URL with {id}"
            let text = try ask(
                links.isEmpty ? question : question + " (another, or nothing)",
                default: links.isEmpty ? nil : ""
            )
            if text.isEmpty { return links }
            do {
                var link = try LinkDraft(text)
                let object = try ask(
                    "The file beneath the root that it serves, with {id}; nothing for none",
                    default: ""
                )
                link.object = object.isEmpty ? nil : object
                links.append(link)
            } catch let flaw as LinkDraft.Flaw {
                Output.note(flaw.description)
            }
        }
    }
}
