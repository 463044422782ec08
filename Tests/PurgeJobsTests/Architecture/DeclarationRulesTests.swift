import Testing

/// The declaration rules fire on planted breaches and on nothing else.
@Suite struct DeclarationRulesTests {
    private func tree(_ text: String, at path: String = "Sources/PurgeJobs/Run/Box.swift") -> SourceTree {
        SourceTree([
            "Sources/PurgeJobs/Model/Clip.swift": "struct Clip { struct Part {} }\nprotocol Named {}",
            "Sources/PurgeJobs/Run/Runner.swift":
                "struct Runner {}\nstruct Batch: Named {}\nenum Item: Named {}",
            path: text,
        ])
    }

    @Test(arguments: [
        "func stray() {}", "let stray = 1", "private var stray: Int { 1 }",
        "nonisolated(unsafe) var stray = 1",
        "@MainActor\npublic func stray() async {}", "func == (a: Int, b: Int) -> Bool { true }",
        "struct A {}\nlet stray = { 1 }()", "@freestanding(expression) macro stray() = #externalMacro()",
    ])
    func aDeclarationOutsideATypeIsReported(code: String) {
        #expect(DeclarationRules.freeDeclarations(in: tree(code)).count == 1)
    }

    @Test(arguments: [
        "struct A { func f() { let a = 1 }\nlet b = 2 }", "extension Clip { private var a: Int { 1 } }",
        "enum A { case func1\nstatic func < (a: A, b: A) -> Bool { true }\nclass func f() {} }",
        #"struct A { let text = "}" } // func f() {}"#,
    ])
    func aDeclarationInsideATypeIsNot(code: String) {
        #expect(DeclarationRules.freeDeclarations(in: tree(code)) == [])
    }

    @Test(arguments: [
        "struct Clip {}", "private enum Clip {}", "public protocol Clip {}", "typealias Clip = Int",
    ])
    func aNameTakenTwiceIsReported(code: String) {
        let breaches = DeclarationRules.duplicateNames(in: tree(code))
        #expect(breaches.map(\.message) == ["Clip is declared in Sources/PurgeJobs/Model/Clip.swift too"])
    }

    @Test(arguments: ["struct Part {}", "extension Clip {}", "struct A { struct Clip {} }"])
    func aNameTakenOnceIsNot(code: String) {
        #expect(DeclarationRules.duplicateNames(in: tree(code)) == [])
    }

    @Test(arguments: [
        "extension Clip { var a: Int { 1 } }", "extension Clip.Part { func f() {} }",
        "extension Clip: Hashable {}",
        "extension PurgeJobs.Clip { static let a = 1 }",
        "extension Array where Element == Clip { var a: Int { 1 } }",
        "extension [UInt8] { init(a: Int) {} }", "extension Foundation.Date { func f() {} }",
        "extension Clip { private(set) var a: Int { get { 1 } set {} } }",
        "extension String: @retroactive Error {}",
        "extension Clip { private var a: Int { 1 }\nvar b: Int { 1 } }",
        "public extension Clip { struct B {} }",
    ])
    func anOpenExtensionIsReported(code: String) {
        #expect(DeclarationRules.openExtensions(in: tree(code)).count == 1)
    }

    @Test(arguments: [
        "extension Clip { private var a: Int { 1 }\nfileprivate func f() {} }",
        "fileprivate extension Clip { func f() {} }",
        "extension Runner: Hashable { var a: Int { 1 } }", "extension Runner.Part { var a: Int { 1 } }",
        "extension Clip { @inline(never) private static func f() {} }",
        "extension [UInt8] { private var a: Int { 1 } }",
        "private struct Own {}\nextension Own { var a: Int { 1 } }",
    ])
    func anExtensionThatStaysInsideIsNot(code: String) {
        #expect(DeclarationRules.openExtensions(in: tree(code)) == [])
    }

    @Test func `the roof may add a conformance but no open member`() {
        let path = "Sources/Purge/Options.swift"
        let adoption = "extension Clip: ExpressibleByArgument { init?(argument: String) { nil } }"
        #expect(DeclarationRules.openExtensions(in: tree(adoption, at: path)) == [])
        let member = "extension Clip { var a: Int { 1 } }"
        #expect(DeclarationRules.openExtensions(in: tree(member, at: path)).count == 1)
    }

    @Test(arguments: [
        "protocol Lonely {}", "protocol Lonely: Sendable {}\nstruct A: Lonely {}",
        "protocol Lonely {}\nprotocol Finer: Lonely {}\nenum A: Finer {}\nenum B: Lonely2 {}",
    ])
    func aProtocolWithFewerThanTwoConformersIsReported(code: String) {
        let named = DeclarationRules.lonelyProtocols(in: tree(code)).filter { $0.message.contains("Lonely") }
        #expect(named.count == 1)
    }

    @Test(arguments: [
        "protocol Shape {}\nstruct A<T: Sendable>: Sendable, Shape {}\nextension Clip: Shape {}",
        "protocol Shape {}\nprotocol Finer: Shape {}\nenum A: Finer {}\nstruct C { enum B: PurgeJobs.Finer {} }",
    ])
    func aProtocolWithTwoConformersIsNot(code: String) {
        #expect(DeclarationRules.lonelyProtocols(in: tree(code)) == [])
    }

    @Test(arguments: FloorPlan.plugInRooms.sorted())
    func aPlugInRoomMayWaitForItsSecondConformer(room: String) {
        let tree = tree("protocol Shape {}", at: "Sources/PurgeJobs/\(room)/Shape.swift")
        #expect(DeclarationRules.lonelyProtocols(in: tree) == [])
    }
}
