import Foundation
import Testing

/// What cron would mail: nothing when all is well, and else exactly one line.
@Suite struct QuietTests {
    @Test func `nothing is said when nothing is due`() async throws {
        let scratch = try ScratchFolder()
        let run = try await ToolRun.purge(["watch", "--quiet", "--state", scratch.path + "/state"])
        #expect((run.code, run.output, run.errors) == (0, "", ""))
    }

    @Test func `a file with many mistakes gives one line`() async throws {
        let scratch = try ScratchFolder()
        let site = try scratch.write("site: UPPER\nfamilies: {}\nunheard: of\nstores: x\n", as: "site.yaml")
        let words = ["run", "job.yaml", "--site", site, "--execute", "--reason", "a test"]
        let loud = try await ToolRun.purge(words)
        #expect(loud.code == 64 && loud.errorLines.count > 2, "\(loud.errors)")
        let quiet = try await ToolRun.purge(words + ["--quiet"])
        #expect(quiet.code == 64 && quiet.output.isEmpty && quiet.errorLines.count == 1, "\(quiet.errors)")
        #expect(quiet.errors.hasPrefix("purge: ") && quiet.errors.contains("more lines without --quiet"))
    }

    @Test func `a plan that the guard holds back gives one line and its exit code`() async throws {
        let scratch = try ScratchFolder()
        let files = try SmallPlatform(in: scratch, guardedItems: 0)
        let quiet = try await ToolRun.purge(
            ["run", files.job, "--site", files.site, "--state", files.state]
                + ["--execute", "--reason", "a test", "--quiet"]
        )
        #expect(quiet.code == 12 && quiet.output.isEmpty && quiet.errorLines.count == 1, "\(quiet.errors)")
    }

    @Test func `a missing ledger is one line too`() async throws {
        let scratch = try ScratchFolder()
        let run = try await ToolRun.purge(["audit", "verify", "--quiet", "--state", scratch.path + "/none"])
        #expect(run.code != 0 && run.output.isEmpty && run.errorLines.count == 1, "\(run.errors)")
    }
}
