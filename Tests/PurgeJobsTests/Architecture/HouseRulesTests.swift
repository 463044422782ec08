import Testing

/// The size and word rules fire on planted breaches and on nothing else.
@Suite struct HouseRulesTests {
    private func tree(_ text: String, at path: String = "Sources/PurgeJobs/Run/Box.swift") -> SourceTree {
        SourceTree([path: text])
    }

    @Test(arguments: ["Sources/PurgeJobs/Run/Box.swift", "Tests/PurgeJobsTests/Run/BoxTests.swift"])
    func aFileOverBudgetIsReported(path: String) {
        let full = String(repeating: "\n", count: FloorPlan.longestFile)
        #expect(HouseRules.longFiles(in: tree(full, at: path)) == [])
        #expect(HouseRules.longFiles(in: tree(full + "\n", at: path)).count == 1)
    }

    @Test(arguments: [
        "func f(a: [Int]) -> Int", "init<T>(a: T) where T: Sendable", "deinit", "var a: Int",
        "subscript(a: Int) -> Int",
        "static func < (a: A, b: A) -> Bool", "let a: () -> Void =",
        "@Test(arguments: [1]) func `a { brace`()",
    ])
    func aFunctionOverBudgetIsReported(head: String) {
        let lines = String(repeating: "\n", count: FloorPlan.longestFunction - 1)
        let fits = "struct A { struct B {\n\(head) {\(lines)}\nfunc g() {}\n} }"
        #expect(HouseRules.longFunctions(in: tree(fits)) == [])
        let breaches = HouseRules.longFunctions(in: tree(fits.replacing(lines, with: lines + "\n")))
        #expect(breaches.map(\.line) == [2])
    }

    @Test func `a long type is no long function`() {
        let text =
            "protocol A { func f()\nvar a: Int { get } }\nstruct B {\(String(repeating: "\n", count: 80))}"
        #expect(HouseRules.longFunctions(in: tree(text)) == [])
    }

    @Test(arguments: FloorPlan.vagueEndings)
    func aVagueNameIsReported(ending: String) {
        #expect(
            HouseRules.vagueNames(in: tree("func f() {\nfinal class Clip\(ending) {} }")).map(\.line) == [2]
        )
        #expect(
            HouseRules.vagueNames(in: tree("", at: "Tests/PurgeJobsTests/Clip\(ending).swift")).count == 1
        )
        #expect(HouseRules.vagueNames(in: tree("", at: "Sources/PurgeJobs/\(ending)/A.swift")).count == 1)
    }

    @Test(arguments: ["struct Database {}", "let a: FileManager", "// struct ClipManager"])
    func aTellingNameIsNot(code: String) {
        #expect(HouseRules.vagueNames(in: tree(code)) == [])
    }

    @Test(arguments: ["#if DEBUG\n#endif", "struct A {\n  #if os(Linux)\n  #endif\n}"])
    func conditionalCompilationIsReported(code: String) {
        #expect(HouseRules.conditionalCompilation(in: tree(code)).count == 1)
    }

    @Test(arguments: ["// #if", ##"let a = "#if""##, "let a = #filePath; if a {}"])
    func noConditionIsNot(code: String) {
        #expect(HouseRules.conditionalCompilation(in: tree(code)) == [])
    }

    @Test(arguments: ["// \("TODO"): later", "/* a\n\("FIXME") */", "let a = \("TODO")()"])
    func unfinishedWorkIsReported(code: String) {
        #expect(HouseRules.unfinishedWork(in: tree(code)).count == 1)
    }

    @Test func `a string may say anything`() {
        #expect(HouseRules.unfinishedWork(in: tree(#"let a = "TODO""#)) == [])
    }

    @Test(arguments: [
        "a()\ntry? b()", "// why\n\ntry? b()", #"let a = "// why"; try? b()"#, #"f("\(try? b())")"#,
    ])
    func aSilentTryIsReported(code: String) {
        #expect(HouseRules.silentTries(in: tree(code)).count == 1)
    }

    @Test(arguments: [
        "// why\ntry? b()", "try? b() // why", "/* long\nwhy */\ntry? b()", "try b() ? c : d", "// try? b()",
    ])
    func anExplainedTryIsNot(code: String) {
        #expect(HouseRules.silentTries(in: tree(code)) == [])
    }

    @Test(arguments: ["Run", "Model", "CDN"])
    func uncheckedSendableIsReported(room: String) {
        let code = "final class A: @unchecked Sendable {}"
        #expect(
            HouseRules.uncheckedSendables(in: tree(code, at: "Sources/PurgeJobs/\(room)/A.swift")).count == 1
        )
    }

    @Test(arguments: FloorPlan.uncheckedSendableRooms.sorted())
    func uncheckedSendableIsFineWhereListed(room: String) {
        let code = "final class A: @unchecked Sendable {}"
        #expect(HouseRules.uncheckedSendables(in: tree(code, at: "Sources/PurgeJobs/\(room)/A.swift")) == [])
    }

    @Test func `an adapter that names the sender is reported`() {
        let code = "struct A { let client: HTTPClient } // HTTPClient"
        #expect(HouseRules.sendingAdapters(in: tree(code, at: "Sources/PurgeJobs/CDN/A.swift")).count == 1)
        #expect(HouseRules.sendingAdapters(in: tree(code)) == [])
    }
}
