import Testing

@testable import PurgeJobs

@Suite struct HTTPFieldsTests {
    @Test(arguments: ["a\r\nB: c", "a\nb", "a\0b", "a\u{1b}[0m", "\u{7f}", " a", "a ", "a\t", "\ta"])
    func valueThatBreaksItsLineIsRefused(value: String) {
        var fields = HTTPFields()
        #expect(throws: HTTPSyntaxError.fieldValue("X-Tag")) { try fields.append("X-Tag", value) }
        #expect(fields.lines.isEmpty)
    }

    @Test(arguments: ["", "a b", "a:", "ä", "a\r\n", "a\0"])
    func nameThatIsNoTokenIsRefused(name: String) {
        var fields = HTTPFields()
        #expect(throws: HTTPSyntaxError.fieldName(name)) { try fields.append(name, "x") }
    }

    @Test(arguments: ["Host", "content-length", "Transfer-Encoding", "CONNECTION", "Expect", "Range"])
    func fieldThatFramesOrRoutesIsRefused(name: String) {
        var fields = HTTPFields()
        #expect(throws: HTTPSyntaxError.reservedField(name)) { try fields.append(name, "x") }
    }

    @Test(
        arguments: [
            "Authorization", "cookie", "X-Auth-Email", "Fastly-Key", "AccessKey", "X-Amz-Security-Token",
            "X-API-Key",
        ])
    func credentialIsKnownByItsName(name: String) throws {
        var fields = HTTPFields()
        try fields.append(name, "x")
        #expect(fields.credential == name)
    }

    @Test func `an ordinary field is no credential, a secret one is`() throws {
        var fields = HTTPFields()
        try fields.append("Accept", "text/html")
        #expect(fields.credential == nil)
        try fields.appendCredential("X-Purge", Secret("hunter2"))
        #expect(fields.credential == "X-Purge")
    }

    @Test func `no value is ever printed`() throws {
        var fields = HTTPFields()
        try fields.appendCredential("X-Purge", Secret("hunter2"))
        var dumped = ""
        dump(fields, to: &dumped)
        #expect("\(fields) \(String(reflecting: fields)) \(dumped)".contains("hunter2") == false)
    }
}
