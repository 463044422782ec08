import Testing

/// The floor and library rules fire on planted breaches and on nothing else.
@Suite struct FloorRulesTests {
    private static let model = "Sources/PurgeJobs/Model/Clip.swift"
    private static let runner = "Sources/PurgeJobs/Run/Runner.swift"

    private func tree(_ path: String, _ text: String, runner: String = "struct Runner {}") -> SourceTree {
        SourceTree([
            Self.model: "struct Clip {}",
            Self.runner: runner,
            "Sources/PurgeJobs/CDN/Limits/Fastly.swift": "struct FastlyAdapter {}",
            path: text,
        ])
    }

    @Test(arguments: [
        "Sources/PurgeJobs/Loose.swift", "Sources/PurgeJobs/Attic/Box.swift", "Sources/Extra/Box.swift",
        "Sources/PurgeJobs/Attic/notes.md",
    ])
    func aFileOffTheFloorsIsReported(path: String) {
        #expect(FloorRules.unplacedFiles(in: tree(path, "")).map(\.path) == [path])
    }

    @Test(arguments: [
        "Sources/PurgeJobs/Model/Deep/Box.swift", "Sources/Purge/Main.swift", "Sources/CCurl/include/CCurl.h",
        "Tests/PurgeJobsTests/T.swift",
    ])
    func aFileInItsPlaceIsNot(path: String) {
        #expect(FloorRules.unplacedFiles(in: tree(path, "")) == [])
    }

    @Test(arguments: [
        "let runner: Runner", "func f() -> [Runner]? { nil }", #"let text = "now \(Runner.name)""#,
        ##"let text = #"raw \#(Runner()) \(x)"#"##, "let text = \"\"\"\n\\(\"\\(Runner())\")\n\"\"\"",
        "let a = PurgeJobs.Runner()", "/* Clip /* nested */ */ let a: Runner", "let a: `Runner`",
        "let a = /\"/; let b: Runner", "let a = 1 / 2; let c = \"/\"; let b: Runner",
        "let adapter: FastlyAdapter", "@Wrapped<Runner> var a: Int", "struct Runner {}",
    ])
    func aUseOfAHigherFloorIsReported(code: String) {
        let path = "Sources/PurgeJobs/Stores/Box.swift"
        let breaches = FloorRules.usesOutOfReach(in: tree(path, "struct Box {\n\(code)\n}"))
        #expect(breaches.count == 1)
        #expect(breaches.allSatisfy { $0.path == path && ($0.line ?? 0) > 1 })
        #expect(
            breaches.allSatisfy {
                $0.message.contains("lives in Run;") || $0.message.contains("lives in CDN;")
            }
        )
    }

    @Test(arguments: [
        "// Runner", "/// ``Runner``", "/* a /* Runner */ Runner */", #"let a = "Runner""#,
        ##"let a = #"\(Runner) "Runner" "#"##, "let a = \"\"\"\n\"Runner\" \\\"\"\" Runner\n\"\"\"",
        #"let a = "\"Runner""#, "let a = /Runner \"/", "let a = #/Runner \"\n/#", "let a: Box.Runner",
        ###"let a = ##"Runner "# Runner"##"###, ##"let a = #"""#; let b = "Runner""##, "let a: Clip",
        "func `Runner runs`() {}", "let a: Runners",
    ])
    func aWordThatIsNoUseIsNot(code: String) {
        let breaches = FloorRules.usesOutOfReach(
            in: tree("Sources/PurgeJobs/Stores/Box.swift", "struct Box {\n\(code)\n}")
        )
        #expect(breaches == [])
    }

    @Test(arguments: [
        "public final class Runner {}", "nonisolated struct Runner {}", "@safe struct Runner: ~Copyable {}",
        "@unsafe\npublic enum Runner {}",
        "@MainActor\n@available(*, unavailable, message: \"}\")\nactor Runner {}",
        "indirect enum Runner {}", "package protocol Runner: AnyObject {}",
        "typealias Runner = (Int) -> Void",
        "distributed actor Runner {}", "struct Runner<T: Sendable>: Sendable where T: Equatable {}",
        "nonisolated(unsafe) let a = 1\nstruct Runner {}", "import Foundation; struct Runner {}",
        "extension Clip { func f() { if a { } } }\nstruct Runner {}", "struct `Runner` {}",
        "struct First { class func f() {}; var a: Int { 1 } }\nstruct Runner {}",
    ])
    func aTypeIsKnownHoweverItIsDeclared(declaration: String) {
        let tree = tree(
            "Sources/PurgeJobs/Report/Box.swift",
            "struct Box { var a: Runner }",
            runner: declaration
        )
        #expect(FloorRules.usesOutOfReach(in: tree).count == 1)
    }

    @Test(arguments: [
        "extension Clip { struct Runner {} }", "struct Plan { enum Runner {} }", "private struct Runner {}",
        "fileprivate enum Runner {}", "struct Plan { func f() { struct Runner {} } }",
    ])
    func aTypeThatOthersCannotNameDoesNotCount(declaration: String) {
        let tree = tree(
            "Sources/PurgeJobs/Report/Box.swift",
            "struct Box { var a: Runner }",
            runner: declaration
        )
        #expect(FloorRules.usesOutOfReach(in: tree) == [])
    }

    @Test(arguments: [("Transport", "Checkpoint"), ("JobFile", "Report"), ("Stores", "Matching")])
    func neighboursDoNotKnowEachOther(room: String, neighbour: String) {
        let tree = SourceTree([
            "Sources/PurgeJobs/\(room)/A.swift": "struct A { let b: B }",
            "Sources/PurgeJobs/\(neighbour)/Deep/B.swift": "struct B {}",
        ])
        #expect(FloorRules.usesOutOfReach(in: tree).map(\.path) == ["Sources/PurgeJobs/\(room)/A.swift"])
    }

    @Test(arguments: [
        "import Foundation", "import FoundationEssentials", "import struct Foundation.Date", "import Glibc",
        "@testable import GRDB", "internal import Yams", "public import Crypto", "private import Logging",
        "@preconcurrency import Dispatch", "@_spi(Inner) import Logging", "import func Glibc.open",
        "import CCurl",
        "import Synchronization; import CLinux", "struct A {}\nimport\n  Logging", "import Foundation.NSDate",
    ])
    func anUnlistedImportIsReported(line: String) {
        let tree = tree("Sources/PurgeJobs/Model/Box.swift", "// one line above\n\(line)")
        #expect(FloorRules.unlistedImports(in: tree).count == 1)
    }

    @Test(arguments: [
        "import Synchronization", "// import Foundation", #"struct A { let a = "import GRDB" }"#,
    ])
    func aListedImportIsNot(line: String) {
        #expect(FloorRules.unlistedImports(in: tree("Sources/PurgeJobs/Model/Box.swift", line)) == [])
    }

    @Test func `the roof has an allow-list too`() {
        let tree = tree("Sources/Purge/Main.swift", "import ArgumentParser\nimport GRDB")
        #expect(FloorRules.unlistedImports(in: tree).map(\.line) == [2])
    }

    @Test(arguments: ["public import GRDB", "package import GRDB", "@_exported import Foundation"])
    func aLibraryHandedOnIsReported(line: String) {
        #expect(FloorRules.leakedLibraries(in: tree("Sources/PurgeJobs/Database/Box.swift", line)).count == 1)
    }

    @Test(arguments: ["import GRDB", "internal import GRDB", "package import Foundation"])
    func aLibraryKeptInsideIsNot(line: String) {
        #expect(FloorRules.leakedLibraries(in: tree("Sources/PurgeJobs/Database/Box.swift", line)) == [])
    }
}
