import Foundation
import Testing

@testable import PurgeJobs

/// What an endpoint is asked, byte for byte, and how its answers are read.
@Suite struct HTTPRevokerTests {
    private static let key = [UInt8](0..<16)

    private static func revoker(
        _ url: String = "https://api.test/v1/shares?clip={id}",
        _ method: HTTPMethod = .delete,
        body: String? = nil,
        type: String = "application/json",
        keyField: String = HTTPRevoker.standardKeyField,
        statuses: EndpointStatuses = .standard
    ) throws -> HTTPRevoker {
        let body = try body.map { try EndpointBody($0, contentType: type, holes: HTTPRevoker.holes) }
        return try HTTPRevoker(method, RevocationURL(url), body, keyField: keyField, statuses: statuses)
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func response(_ status: Int, _ field: String = "") -> HTTPResponse {
        HTTPResponse(
            status: status,
            version: .http1,
            header: HeaderBlock(bytes: Array("HTTP/1.1 \(status) -\r\n\(field)\r\n\r\n".utf8)),
            body: [],
            bodyCount: 0,
            isTruncated: false,
            peer: nil,
            duration: .zero
        )
    }

    // MARK: Ids in their places

    static let ids = [
        "AbC-9_x", "two words", "\"}, \"all\": true, {\"", "back\\slash", "x\\\"", "100%", "%2e%2e", "a/b",
        "a&all=1",
        "a#b", "a?b", "a+b", "a;b", "ü", "u\u{308}", "\u{1f9f9}", "\u{85}x\u{2028}y", "{id}", "$(id)",
    ]

    @Test(arguments: ids)
    func anIdStaysInItsPlaceOfTheURL(id: String) throws {
        let clip = try #require(ClipID(id))
        let encoded = Self.text(PercentEncoding.encoded(clip.bytes))
        let query = try Self.revoker().revocation(of: clip)
        #expect(Self.text(query.bytes) == "DELETE\nhttps://api.test/v1/shares?clip=\(encoded)")
        let path = try Self.revoker("https://api.test/clips/{id}/shares").revocation(of: clip)
        #expect(Self.text(path.url.target.bytes) == "/clips/\(encoded)/shares")
    }

    @Test(arguments: ids)
    func anIdIsWhatAReaderOfTheJSONFinds(id: String) throws {
        let clip = try #require(ClipID(id))
        let revoker = try Self.revoker(body: #"{"clip": "{id}", "note": "of {id}!", "more": {}}"#)
        let content = try #require(try revoker.revocation(of: clip).content)
        let object = try JSONSerialization.jsonObject(with: Data(content.body)) as? [String: Any]
        let read = try #require(object)
        #expect(read.count == 3 && (read["more"] as? [String: Any])?.isEmpty == true)
        #expect((read["clip"] as? String).map { Array($0.utf8) } == clip.bytes)
        #expect(
            (read["note"] as? String).map { Array($0.utf8) } == Array("of ".utf8) + clip.bytes
                + Array("!".utf8)
        )
    }

    @Test(arguments: ids)
    func anIdIsOneValueOfAForm(id: String) throws {
        let clip = try #require(ClipID(id))
        let type = "application/x-www-form-urlencoded"
        let revoker = try Self.revoker("https://api.test/", .post, body: "clip={id}&reason=csam", type: type)
        let content = try #require(try revoker.revocation(of: clip).content)
        let pairs = Self.text(content.body).split(separator: "&").map { $0.split(separator: "=") }
        #expect(pairs.map { Self.text($0[0].utf8) } == ["clip", "reason"])
        #expect(PercentEncoding.decoded(pairs[0][1].utf8) == clip.bytes)
    }

    @Test func `a line break, which no id has, would not leave its string either`() throws {
        let clip = ClipID(stored: Array("a\nb\u{0}\u{7f}".utf8))
        let revoker = try Self.revoker(body: #"{"clip": "{id}"}"#)
        let revocation = try revoker.revocation(of: clip)
        #expect(Self.text(revocation.content?.body ?? []) == #"{"clip": "a\u000ab\u0000\u007f"}"#)
        #expect(Self.text(revocation.url.target.bytes) == "/v1/shares?clip=a%0Ab%00%7F")
    }

    @Test func `an id that could mean more than its clip is refused`() throws {
        let revoker = try Self.revoker()
        #expect(throws: RevocationError.noID) { try revoker.revocation(of: ClipID(stored: [])) }
        for id in ["*", "a*"] {
            let clip = try #require(ClipID(id))
            #expect(throws: RevocationError.wildcard) { try revoker.revocation(of: clip) }
        }
    }

    @Test(arguments: [
        "https://api.test/shares/{id}", "https://api.test/shares/{id}/", "https://api.test/a/{id}?x=1",
    ])
    func anIdThatWouldMakeThePathAnotherIsRefused(url: String) throws {
        let revoker = try Self.revoker(url)
        for id in [
            "/", ".", "..", "../x", "x/..", "x/../..", "a//b", "/x", "x/", "\\", "..\\x", "x\\", "./x",
        ] {
            let clip = try #require(ClipID(id))
            #expect(throws: RevocationError.misplaced, "\(id)") { try revoker.revocation(of: clip) }
        }
        for id in ["...", "a.b", ".a", "a..b"] {
            #expect(throws: Never.self) { try revoker.revocation(of: try #require(ClipID(id))) }
        }
    }

    @Test func `dots of template and id together are no way up`() throws {
        let clip = try #require(ClipID("."))
        #expect(throws: RevocationError.misplaced) {
            try Self.revoker("https://api.test/shares/.{id}").revocation(of: clip)
        }
        #expect(throws: Never.self) { try Self.revoker("https://api.test/?clip={id}").revocation(of: clip) }
    }

    @Test func `a URL that is too long is refused`() throws {
        let url = "https://api.test/?" + Array(repeating: "a={id}", count: 100).joined(separator: "&")
        let clip = try #require(ClipID(String(repeating: "x", count: 512)))
        #expect(throws: RevocationError.tooLong) { try Self.revoker(url).revocation(of: clip) }
    }

    // MARK: Descriptions that are refused

    @Test func `what has no id in URL or body is no endpoint's description`() throws {
        #expect(throws: EndpointFlaw.namesNoClip) { try Self.revoker("https://api.test/shares") }
        #expect(throws: EndpointFlaw.namesNoClip) { try Self.revoker("https://api.test/", body: "{}") }
        #expect(throws: EndpointFlaw.namesNoClip) {
            try Self.revoker("https://api.test/", body: #"{"id": ""}"#)
        }
        #expect(throws: Never.self) { try Self.revoker("https://api.test/", body: #"["{id}"]"#) }
    }

    @Test(arguments: [
        ("api.test/{id}", EndpointFlaw.url(.scheme)), ("ftp://api.test/{id}", .url(.scheme)),
        ("https://{id}.test/", .holeInHost), ("https://api.test{id}/", .holeInHost),
        ("https://api.test:{id}/", .holeInHost), ("https://{id}@api.test/", .holeInHost),
        ("https://u@api.test/{id}", .url(.userInfo)), ("https://api.test/{id}#x", .url(.fragment)),
        ("https:///{id}", .url(.host)), ("https://api.test:0/{id}", .url(.port)),
        ("https://127.1/{id}", .url(.host)),
        ("https://api.test/%{id}", .brokenEncoding), ("https://api.test/%4{id}", .brokenEncoding),
        ("https://api.test/%zz/{id}", .brokenEncoding), ("https://api.test/a b/{id}", .invisible),
        ("https://api.test/ü/{id}", .invisible), ("https://api.test/../{id}", .path),
        ("https://api.test/%2e/{id}", .path), ("https://api.test//{id}", .path),
        ("https://api.test/{clip}", .unknownHole("clip")), ("https://api.test/{id", .template(.unclosedHole)),
    ])
    func aURLIsRefused(url: String, flaw: EndpointFlaw) {
        #expect(throws: flaw) { try RevocationURL(url) }
    }

    @Test(arguments: [
        (#"{"clip": {id}}"#, "application/json", EndpointFlaw.holeOutsideString),
        (#"{"a": "\"", "clip": {id}}"#, "application/json", .holeOutsideString),
        (#"{"clip": "\{id}"}"#, "application/json", .holeOutsideString),
        (#"{"clip": "\u00{id}"}"#, "application/json", .notJSON),
        (#"{"clip": "{id}""#, "application/json", .notJSON),
        (#"{'clip': "{id}"}"#, "application/json", .notJSON),
        (#"{"a": "{ids}"}"#, "application/json", .unknownHole("ids")),
        (#"{"a": {id}}"#, "application/vnd.api+json", .holeOutsideString),
        ("clip={id}", "text/plain", .unescapable), ("<clip>{id}</clip>", "application/xml", .unescapable),
        ("clip=%{id}", "application/x-www-form-urlencoded", .brokenEncoding),
        ("clip={id}&a=b c", "application/x-www-form-urlencoded", .invisible),
        ("clip={clip}", "application/x-www-form-urlencoded", .unknownHole("clip")),
        (#"["{id}"]"#, "application/json; charset=utf-16", .contentType),
        (#"["{id}"]"#, "json", .contentType),
        (#"["{id}"]"#, "application/json\r\nX: y", .contentType), (#"["{id}"]"#, "", .contentType),
    ])
    func aBodyIsRefused(body: String, type: String, flaw: EndpointFlaw) {
        #expect(throws: flaw) { try EndpointBody(body, contentType: type, holes: HTTPRevoker.holes) }
    }

    // MARK: Requests

    @Test func `a request is the planned revocation with its key, to the one endpoint`() throws {
        let revoker = try Self.revoker(
            .init("https://api.test:8443/clips/{id}"),
            .post,
            body: #"{"a": "{id}"}"#
        )
        let revocation = try revoker.revocation(of: try #require(ClipID("c\"1")))
        let node = NodeAddress(host: "10.0.0.7", port: 443)
        let request = try revoker.revocationRequest(for: revocation, key: Self.key, at: node, credential: nil)
        #expect(request.method == .post && request.origin.description == "https://api.test:8443")
        #expect(Self.text(request.target.bytes) == "/clips/c%221")
        #expect(request.content.map(Self.text) == #"{"a": "c\"1"}"#)
        #expect(request.via == node)
        #expect(!request.isRepeatable, "the transport never repeats an effect unasked")
        let lines = request.fields.lines.map { Self.text($0.dropLast()) }
        #expect(
            lines == ["Idempotency-Key: 000102030405060708090a0b0c0d0e0f", "Content-Type: application/json"]
        )
        let named = try Self.revoker(keyField: "X-Once")
        let other = try named.revocationRequest(
            for: named.revocation(of: try #require(ClipID("c"))),
            key: Self.key,
            at: nil,
            credential: nil
        )
        #expect(other.fields.names == ["x-once"] && other.content == nil && other.via == nil)
    }

    @Test func `a credential travels as one`() throws {
        let revoker = try Self.revoker()
        let request = try revoker.revocationRequest(
            for: revoker.revocation(of: try #require(ClipID("c"))),
            key: Self.key,
            at: nil,
            credential: (header: "X-Admin", secret: Secret("nightingale"))
        )
        #expect(request.fields.credential == "X-Admin")
        #expect(!"\(request)".contains("nightingale"))
    }

    @Test(arguments: [
        "DELETE\nhttps://evil.test/v1/shares?clip=c", "DELETE\nhttp://api.test/v1/shares?clip=c",
        "DELETE\nhttps://api.test:8443/v1/shares?clip=c", "POST\nhttps://api.test/v1/shares?clip=c",
    ])
    func aRevocationOfAnotherEndpointIsNotSent(stored: String) throws {
        let revocation = try Revocation(stored: Array(stored.utf8))
        #expect(throws: RevocationError.foreign) {
            try Self.revoker().revocationRequest(for: revocation, key: Self.key, at: nil, credential: nil)
        }
    }

    @Test func `a key of another length is none`() throws {
        let revoker = try Self.revoker()
        let revocation = try revoker.revocation(of: try #require(ClipID("c")))
        for key in [[], [UInt8](0..<15), [UInt8](0..<17)] {
            #expect(throws: RevocationError.key) {
                try revoker.revocationRequest(for: revocation, key: key, at: nil, credential: nil)
            }
        }
    }

    // MARK: What a plan keeps

    @Test func `a revocation is read as it was stored, whatever its body holds`() throws {
        let bodies = [nil, "{}", "", "\n", "a\n\nb\n", "\u{0}\nPOST\nhttps://evil.test/"]
        for body in bodies {
            let content = body.map { Revocation.Content(type: "application/json", body: Array($0.utf8)) }
            let revocation = try Revocation(.put, Array("https://api.test/a?b=c".utf8), content)
            let read = try Revocation(stored: revocation.bytes)
            #expect(read == revocation && read.method == .put && read.content == content)
            #expect(read.url == revocation.url)
        }
    }

    @Test(arguments: [
        "", "DELETE", "DELETE\n", "DELETE\n/path", "GET\nhttps://a.test/", "PURGE\nhttps://a.test/",
        "delete\nhttps://a.test/", "DELETE\nhttps://a.test/\n", "DELETE\nhttps://a.test/\napplication/json",
        "DELETE\nhttps://a.test/\n\nbody", "DELETE\nhttps://a.test/\nte\u{e9}\nbody",
        "DELETE\nhttps://a.test/ x",
        "DELETE\nhttps://a.test/#x", " DELETE\nhttps://a.test/",
    ])
    func whatNoRevocationStoresIsNone(stored: String) {
        #expect(throws: RevocationError.unreadable) { try Revocation(stored: Array(stored.utf8)) }
    }

    // MARK: Answers

    @Test func `an answer is what its status is listed under, and else a refusal`() throws {
        let revoker = try Self.revoker()
        for status in 100...599 {
            let expected: RevocationAnswer =
                switch status {
                case 200, 204: .revoked
                case 404, 410: .already
                case 202: .accepted(id: nil)
                default: .refused
                }
            #expect(revoker.revocationAnswer(to: Self.response(status)) == expected)
        }
    }

    @Test func `a promise has the name that the endpoint gives it, made visible and cut`() throws {
        let revoker = try Self.revoker()
        let named = Self.response(202, "x-request-id: r-1")
        #expect(revoker.revocationAnswer(to: named) == .accepted(id: "r-1"))
        let hostile = Self.response(202, "X-Request-Id: a\u{1b}[2J" + String(repeating: "b", count: 500))
        guard case .accepted(let id?) = revoker.revocationAnswer(to: hostile) else {
            Issue.record("no promise")
            return
        }
        #expect(id.hasPrefix("a\\u{1b}[2J") && id.count < 150)
    }

    @Test func `no list of statuses makes a success of what speaks of who asks, or of parts`() throws {
        let all = Set(100...599)
        let revoker = try Self.revoker(statuses: .init(done: all, already: all, pending: all))
        for status in [100, 207, 301, 304, 400, 401, 403, 405, 407, 429, 500, 502, 503] {
            #expect(revoker.revocationAnswer(to: Self.response(status)) == .refused)
        }
    }

    // MARK: On the wire

    @Test(arguments: [HTTPMethod.post, .put, .patch, .delete], [#"{"clip": "{id}"}"#, nil])
    func aServerGetsWhatThePlanHolds(method: HTTPMethod, body: String?) async throws {
        let loopback = try LoopbackClient()
        let port = loopback.server.plain
        let revoker = try Self.revoker("http://edge.test:\(port)/revoke?clip={id}", method, body: body)
        let planned = try revoker.revocation(of: try #require(ClipID("ä \"1\"")))
        var request = try revoker.revocationRequest(
            for: try Revocation(stored: planned.bytes),
            key: Self.key,
            at: NodeAddress(host: "127.0.0.1", port: port),
            credential: (header: "Authorization", secret: Secret("nightingale"))
        )
        request.body = .collect(limit: 65_536)
        let response = try await loopback.send(request)
        #expect(revoker.revocationAnswer(to: response) == .revoked)
        let parts = response.bodyText.components(separatedBy: "\r\n\r\n")
        let lines = parts[0].components(separatedBy: "\r\n")
        #expect(lines.first == "\(method.rawValue) /revoke?clip=%C3%A4%20%221%22 HTTP/1.1")
        #expect(lines.contains("Host: edge.test:\(port)") && lines.contains("Authorization: nightingale"))
        #expect(lines.contains("Idempotency-Key: 000102030405060708090a0b0c0d0e0f"))
        #expect(lines.contains("Content-Type: application/json") == (body != nil))
        #expect(parts[1] == (body == nil ? "" : #"{"clip": "ä \"1\""}"#))
    }

    @Test(arguments: [
        (404, RevocationAnswer.already), (202, .accepted(id: nil)), (403, .refused), (500, .refused),
    ])
    func aServersAnswerIsRead(status: Int, answer: RevocationAnswer) async throws {
        let loopback = try LoopbackClient()
        let port = loopback.server.plain
        let revoker = try Self.revoker(
            "http://edge.test:\(port)/status?\(status)&",
            .post,
            body: #"["{id}"]"#
        )
        let request = try revoker.revocationRequest(
            for: revoker.revocation(of: try #require(ClipID("c"))),
            key: Self.key,
            at: NodeAddress(host: "127.0.0.1", port: port),
            credential: nil
        )
        #expect(revoker.revocationAnswer(to: try await loopback.send(request)) == answer)
    }
}
