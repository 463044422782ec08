import Foundation
import Testing

/// The manual pages that `scripts/manuals` makes of the help, judged by mandoc.
@Suite struct ManualTests {
    @Test func `every command has a page to which mandoc does not object`() async throws {
        let scratch = try ScratchFolder()
        let script = GoldenFile.root.appending(path: "scripts/manuals").path
        let made = try await ToolRun(
            "python3",
            [script, ToolRun.purgePath, scratch.path],
            environment: ["SOURCE_DATE_EPOCH": "0"]
        )
        #expect(made.code == 0, "\(made.errors)")
        let names = try await CommandTree.ofBinary().paths.map {
            (["purge"] + $0).joined(separator: "-") + ".1"
        }
        let pages = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
        #expect(Set(pages) == Set(names))
        let lint = try await ToolRun(
            "mandoc",
            ["-Tlint", "-Wwarning"] + names.map { "\(scratch.path)/\($0)" }
        )
        #expect(lint.code == 0 && lint.output.isEmpty, "\(lint.output.prefix(2000))")
        let watch = try String(contentsOfFile: scratch.path + "/purge-watch.1", encoding: .utf8)
        #expect(watch.hasPrefix(".Dd January 1, 1970\n"))
    }
}
