import Testing

@testable import PurgeJobs

@Suite struct ModelTests {
    @Test func `ids are compared byte for byte`() throws {
        let composed = try #require(ClipID("caf\u{e9}"))
        let decomposed = try #require(ClipID("cafe\u{301}"))
        #expect("caf\u{e9}" == "cafe\u{301}", "Swift's strings are not")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test(
        arguments: [[], [0], [0x61, 0], [0x20, 0x61], [0x61, 0x20], [0xff], [0x61, 0x0a], [0xc3], [0x7f]]
            as [[UInt8]]
    )
    func isNoClipID(bytes: [UInt8]) {
        #expect(ClipID(bytes) == nil)
    }

    @Test(arguments: ["", "/a", "a/", "a//b", "../a", "a/../b", "./a", "a/.", "a\u{0}b", "a\nb"])
    func isNoObjectKey(text: String) {
        #expect(ObjectKey(text) == nil)
    }

    @Test func `a run's id is what it prints, and later runs sort after earlier ones`() throws {
        var last = ""
        for second in stride(from: Int64(1_577_836_800), to: 2_600_000_000, by: 10_000_019) {
            let id = RunID(
                at: Timestamp(microseconds: second * 1_000_000),
                random: UInt32.random(in: 0 ... .max)
            )
            #expect(RunID(id.description) == id)
            #expect(RunID(id.description.uppercased()) == id)
            #expect(id.description > last)
            last = id.description
        }
        for text in ["", "0", "zzzzzzzzzzzzz", "1jmpp0mscqk4", "1jmpp0mscqk4xx", "1jmpp0mscqk4u"] {
            #expect(RunID(text) == nil, "\(text)")
        }
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_790_000_000, "2026-09-21T14:13:20Z"),
            (-1, "1969-12-31T23:59:59Z"), (4_102_444_799, "2099-12-31T23:59:59Z"),
        ] as [(Int64, String)]
    )
    func times(seconds: Int64, text: String) {
        #expect(Timestamp(microseconds: seconds * 1_000_000).description == text)
    }

    @Test func `what could move a cursor or hide text is made visible`() {
        #expect(
            VisibleText.of("a\u{1b}[31mb\u{202e}c\u{200b}d\r\n")
                == "a\\u{1b}[31mb\\u{202e}c\\u{200b}d\\u{d}\\u{a}"
        )
        #expect(VisibleText.of([0x61, 0xff, 0x62]) == "a\u{fffd}b")
        #expect(VisibleText.of("ordinary – text, ünïcode") == "ordinary – text, ünïcode")
        #expect(VisibleText.of(String(repeating: "x", count: 600)).count == 513)
    }

    @Test func `a secret prints as redacted wherever it is printed`() {
        let secret = Secret("nightingale")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
            #expect(!text.contains("nightingale"))
        }
        #expect(secret.reveal() == "nightingale")
    }

    @Test(arguments: RunState.allCases)
    func anEndedRunStaysEnded(state: RunState) {
        let ended: Set<RunState> = [.cancelled, .discarded]
        #expect(state.successors.isEmpty == ended.contains(state))
        #expect(!state.successors.contains(.walking))
        #expect(RunState.closed.successors == [.applying], "a link that is lit again opens its run")
    }

    @Test func `the guard lets min(500, 1 %) pass`() {
        #expect(Guard.standard.limit(inventory: 1100) == 11)
        #expect(Guard.standard.limit(inventory: 99) == 0)
        #expect(Guard.standard.limit(inventory: 10_000_000) == 500)
    }

    @Test(arguments: ["a", "a:", ":80", "a:0", "a:65536", "::1:80", "[::1]", "a b:80", "a/b:80"])
    func isNoNodeAddress(text: String) {
        #expect(NodeAddress(text) == nil)
    }

    @Test func `node addresses print as they are read`() {
        for text in ["127.0.0.1:8080", "[::1]:80", "edge.test:443"] {
            #expect(NodeAddress(text)?.description == text)
        }
    }
}
