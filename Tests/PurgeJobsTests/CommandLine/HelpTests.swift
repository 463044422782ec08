import Foundation
import Testing

/// What `--help` says to people is seen in review: `Resources/help` holds every command's, word for word.
///
/// `PURGE_REWRITE_GOLDENS=1 swift test --filter HelpTests` writes the files anew.
@Suite struct HelpTests {
    private static let folder = "Tests/PurgeJobsTests/Resources/help"

    @Test func `every command's help is what was reviewed`() async throws {
        var names: Set<String> = []
        for path in try await CommandTree.ofBinary().paths {
            let help = try await ToolRun.purge(path + ["--help"], environment: ["COLUMNS": "100"])
            #expect(help.code == 0 && help.errors.isEmpty)
            let name = (["purge"] + path).joined(separator: "-") + ".txt"
            names.insert(name)
            try GoldenFile.check(help.output, at: "\(Self.folder)/\(name)")
        }
        let held = try FileManager.default.contentsOfDirectory(
            atPath: GoldenFile.root.appending(path: Self.folder).path
        )
        #expect(Set(held).subtracting(names) == [], "the commands of these files are gone")
    }

    @Test func `every command says what it is for, and every option what it does`() async throws {
        for path in try await CommandTree.ofBinary().paths {
            let help = try await ToolRun.purge(path + ["--help"], environment: ["COLUMNS": "100"])
            #expect(help.output.hasPrefix("OVERVIEW: "), "\(path)")
            let options = help.output.split(separator: "\n").filter {
                $0.hasPrefix("  -") && !$0.contains("   ")
            }
            // The text of an option with a long name stands in the next line.
            #expect(options.allSatisfy { $0.utf8.count >= 24 }, "an option of \(path) has no help")
        }
    }
}
