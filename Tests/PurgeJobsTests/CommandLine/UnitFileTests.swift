import Foundation
import Testing

/// The units that are shipped are ones that systemd takes, and that let a service do little.
@Suite struct UnitFileTests {
    private static let folder = GoldenFile.root.appending(path: "Jobs/systemd").path

    /// The highest rating that `systemd-analyze security` may give, in tenths; 0 is the best, 100 the worst.
    private static let highestExposure = 15

    @Test func `systemd finds nothing to object to`() async throws {
        let scratch = try ScratchFolder()
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
        #expect(
            names == [
                "purge-failure@.service", "purge-sweep.service", "purge-sweep.timer", "purge-watch.service",
                "purge-watch.timer",
            ]
        )
        // The program is not installed where the tests run.
        let units = try names.map { name in
            let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
            return try scratch.write(text.replacing("/usr/bin/purge", with: "/bin/true"), as: name)
        }
        let run = try await ToolRun("systemd-analyze", ["verify", "--man=no"] + units)
        #expect(run.code == 0 && (run.output + run.errors).isEmpty, "\(run.output)\(run.errors)")
    }

    @Test(arguments: ["purge-sweep", "purge-watch"])
    func aServiceMayDoLittle(name: String) async throws {
        let run = try await ToolRun(
            "systemd-analyze",
            [
                "security", "--offline=yes", "--no-pager", "--threshold=\(Self.highestExposure)",
                "\(Self.folder)/\(name).service",
            ]
        )
        #expect(run.code == 0, "\(run.output.suffix(200))")
    }

    @Test(arguments: ["systemd/purge-sweep.service", "systemd/purge-watch.service", "crontab.example"])
    func whatIsStartedIsACommandWithTheseOptions(file: String) async throws {
        let text = try String(contentsOf: GoldenFile.root.appending(path: "Jobs/\(file)"), encoding: .utf8)
        let starts = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .compactMap { line in line.firstRange(of: /purge (run|watch|audit) .*/).map { line[$0] } }
            .filter { $0.contains("--quiet") }
        #expect(!starts.isEmpty)
        for line in starts {
            let words = line.split(separator: " ").map(String.init)
            let command = words.dropFirst().prefix { !$0.hasPrefix("-") && !$0.hasPrefix("/") }
            let help = try await ToolRun.purge(command + ["--help"])
            for option in words where option.hasPrefix("--") {
                #expect(help.output.contains(option), "\(line)")
            }
        }
    }
}
