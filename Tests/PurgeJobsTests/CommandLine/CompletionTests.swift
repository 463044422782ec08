import Foundation
import Testing

@testable import PurgeJobs

/// The scripts by which shells complete what is typed, run by these shells.
@Suite struct CompletionTests {
    @Test(arguments: ["bash", "zsh", "fish"])
    func theShellUnderstandsItsScript(shell: String) async throws {
        let scratch = try ScratchFolder()
        let script = try await Self.script(for: shell, in: scratch)
        let run = try await ToolRun(shell, ["-n", script])
        #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    }

    @Test func `bash completes commands, options, files and folders`() async throws {
        let scratch = try ScratchFolder()
        try scratch.write("", as: "nightly.yaml")
        #expect(try await Self.bash(["purge", "wat"], in: scratch) == ["watch"])
        #expect(try await Self.bash(["purge", "plan", "--pro"], in: scratch) == ["--probe"])
        #expect(try await Self.bash(["purge", "plan", "nigh"], in: scratch) == ["nightly.yaml"])
        #expect(
            try await Self.bash(["purge", "plan", "nightly.yaml", "--site", "nigh"], in: scratch) == [
                "nightly.yaml"
            ]
        )
        #expect(try await Self.bash(["purge", "schema", ""], in: scratch) == ["site", "job"])
    }

    @Test func `runs are completed from the ledger`() async throws {
        let scratch = try ScratchFolder()
        let files = try SmallPlatform(in: scratch)
        let planned = try await Self.plan(files)
        let offered = try await Self.bash(["purge", "report", "--state", files.state, ""], in: scratch)
        #expect(offered == [planned])
    }

    @Test func `fish completes commands and the words of an argument`() async throws {
        let scratch = try ScratchFolder()
        #expect(try await Self.fish("purge wat", in: scratch) == ["watch"])
        #expect(try await Self.fish("purge schema ", in: scratch) == ["site", "job"])
    }

    @Test func `without a ledger no run is offered, and nothing is said`() async throws {
        let scratch = try ScratchFolder()
        let offered = try await Self.bash(
            ["purge", "report", "--state", scratch.path + "/none", ""],
            in: scratch
        )
        #expect(offered == [])
    }

    private static func script(for shell: String, in scratch: ScratchFolder) async throws -> String {
        let made = try await ToolRun.purge(["--generate-completion-script", shell])
        #expect(made.code == 0)
        return try scratch.write(made.output, as: "purge.\(shell)")
    }

    /// What bash offers for the last of the words.
    private static func bash(_ words: [String], in scratch: ScratchFolder) async throws -> [String] {
        let script = try await script(for: "bash", in: scratch)
        let binary = Bundle.module.bundleURL.deletingLastPathComponent().path
        let typed = words.map { "'\($0)'" }.joined(separator: " ")
        let line = words.joined(separator: " ")
        let run = try await ToolRun(
            "bash",
            [
                "-c",
                """
                cd "$HOME" && . "\(script)" && COMP_WORDS=(\(typed)) COMP_CWORD=\(words.count - 1) \
                COMP_LINE='\(line)' COMP_POINT=\(line.utf8.count)
                function_name=$(complete -p purge | sed -E 's/.*-F ([^ ]+).*/\\1/')
                "$function_name" purge "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """,
            ],
            environment: ["PATH": "\(binary):/usr/bin:/bin", "HOME": scratch.path]
        )
        #expect(!run.errors.contains("purge:"), "\(run.errors)")
        return run.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func fish(_ line: String, in scratch: ScratchFolder) async throws -> [String] {
        let script = try await script(for: "fish", in: scratch)
        let binary = Bundle.module.bundleURL.deletingLastPathComponent().path
        let run = try await ToolRun(
            "fish",
            ["--no-config", "-c", "source \(script); complete -C '\(line)'"],
            environment: ["PATH": "\(binary):/usr/bin:/bin", "HOME": scratch.path]
        )
        return run.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    }

    /// Plans a job of one clip; answers the run's id.
    private static func plan(_ files: SmallPlatform) async throws -> String {
        let plan = try await ToolRun.purge([
            "plan", files.job, "--site", files.site, "--state", files.state, "--json",
        ])
        try #require(plan.code == 0, "\(plan.errors)")
        return try #require(try JSONTree(json: plan.output)["run"]).textOrNothing
    }
}

extension JSONTree {
    fileprivate var textOrNothing: String {
        if case .text(let text) = self { text } else { "" }
    }
}
