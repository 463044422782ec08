import Testing

@testable import PurgeJobs

@Suite struct ScalarTextTests {
    @Test(arguments: [
        ("1ms", Duration.milliseconds(1)), ("0.5ms", .microseconds(500)), ("30s", .seconds(30)),
        ("0.1s", .milliseconds(100)),
        ("1.5h", .seconds(5400)), ("15m", .seconds(900)), ("72h", .seconds(259_200)),
        ("2d", .seconds(172_800)), ("0s", .zero),
        ("007s", .seconds(7)), ("99999999d", .seconds(99_999_999 * 86_400)),
    ])
    func aDurationIsExact(text: String, duration: Duration) throws {
        #expect(try DurationText.parse(text) == duration)
    }

    @Test(arguments: [
        "", "s", "30", "-1s", "+1s", "1 s", "1S", "1e3s", ".5s", "5.s", "1.2345s", "1..2s", "1h30m",
        "1234567890s", "999999999d",
        "1us", "\u{661}s", "1\u{301}s", "inf", "NaNs",
    ])
    func anythingElseIsNoDuration(text: String) {
        #expect(throws: ScalarFlaw.self) { try DurationText.parse(text) }
    }

    @Test(arguments: [
        (Duration.zero, "0s"), (.milliseconds(1500), "1500ms"), (.seconds(90), "90s"), (.seconds(7200), "2h"),
    ])
    func aDurationIsToldInWholeUnits(duration: Duration, text: String) {
        #expect(DurationText.text(of: duration) == text)
    }

    @Test(arguments: [("0.1%", 0.001), ("1%", 0.01), ("100%", 1), ("0%", 0), ("12.345%", 0.12345)])
    func aShareIsAPartOfOne(text: String, share: Double) throws {
        #expect(try ShareText.parse(text) == share)
    }

    @Test(arguments: ["", "%", "1", "0.01", "-1%", "100.001%", "1 %", "1%%", "1e1%"])
    func anythingElseIsNoShare(text: String) {
        #expect(throws: ScalarFlaw.self) { try ShareText.parse(text) }
    }

    @Test(arguments: ["a", "a-1", "1a", String(repeating: "x", count: 64)])
    func aNameIsTaken(text: String) throws { #expect(try NameText.parse(text) == text) }

    @Test(arguments: [
        "", "-a", "A", "a_b", "a.b", "a b", "\u{e9}", "\u{212a}", "a\n", String(repeating: "x", count: 65),
    ])
    func anythingElseIsNoName(text: String) { #expect(throws: ScalarFlaw.self) { try NameText.parse(text) } }

    @Test(arguments: ["c.test", "c.test:1", "127.0.0.1:65535", "[::1]:80", "[2001:db8::1]", "a_b.test", "x"])
    func aHostIsTaken(text: String) throws { #expect(try HostText.parse(text) == text) }

    @Test(arguments: [
        "", ".", "c.test.", "c.test:", "c.test:080", "c.test:+80", "c.test:x", "c:1:2", "::1", "[::1", "[]",
        "[zz::]", "u@c.test",
        "c test", "-c.test", "c-.test", "*", "c.test/", "C.test", "c\u{301}.test",
        String(repeating: "a.", count: 130) + "a",
    ])
    func anythingElseIsNoHost(text: String) { #expect(throws: ScalarFlaw.self) { try HostText.parse(text) } }

    @Test(arguments: [
        ("hots", "hosts"), ("Hosts", "hosts"), ("shemes", "schemes"), ("ptah", "path"), ("zzz", nil),
        ("paths", "path"),
    ])
    func aSlipFindsItsName(text: String, name: String?) {
        #expect(NearestName.of(text, among: ["hosts", "schemes", "path", "field"]) == name)
    }

    @Test func `relative paths start beside their file`() throws {
        let paths = PathText(besides: "sites/a.yaml", current: "/here")
        #expect(try paths.parse("x/y") == "/here/sites/x/y")
        #expect(try paths.parse("/x") == "/x")
        #expect(try paths.inventory("-") == "-")
        #expect(try PathText(besides: "/a.yaml", current: "/here").parse("x") == "/x")
        #expect(try PathText(besides: "a.yaml", current: "/").parse("x").hasSuffix("/x"))
    }
}
