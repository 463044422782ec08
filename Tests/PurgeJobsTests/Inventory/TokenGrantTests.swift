import Foundation
import Testing

@testable import PurgeJobs

/// Inventories that are asked with a token (RFC 6749 section 4.4).
@Suite struct TokenGrantTests {
    let folder: ScratchFolder
    let api: ClipAPI
    private let walk = UUID().uuidString
    private let ids = (0..<25).map { "clip-\($0)" }

    init() throws {
        folder = try ScratchFolder()
        api = try ClipAPI.shared.get()
        try folder.write(ids.map { "{\"id\":\"\($0)\"}\n" }.joined())
    }

    private func source(
        _ style: TokenGrant.Style,
        _ query: String,
        secret: String = "s%cret",
        fail: String = ""
    ) throws -> any InventorySource {
        let file = folder.path + "/clips.jsonl"
        var settings = try api.settings(
            .cursor,
            of: file,
            pageRows: 4,
            "walk=\(walk)&auth=oauth" + (fail.isEmpty ? "" : "&fail=\(fail)")
        )
        let grant = TokenGrant(
            url: try HTTPURL(
                "http://127.0.0.1:\(api.port)/oauth/token?walk=\(walk)\(query.isEmpty ? "" : "&\(query)")"
            ),
            address: nil,
            client: "purge",
            secret: InventorySecret { Secret(secret) },
            scope: "clips:read",
            style: style
        )
        settings.access = .token(grant)
        return try settings.source(on: nil)
    }

    /// How often a token was fetched.
    private var grants: Int {
        get async throws { try await api.seen(by: walk).count { $0[0] == "token clips:read" } }
    }

    @Test(arguments: [
        (TokenGrant.Style.basic, "uses=100", 1), (.form, "uses=100", 1), (.form, "uses=3", 3),
        (.basic, "life=0", 7),
    ])
    func `a token is fetched, kept, and fetched again when it is refused or old`(
        style: TokenGrant.Style,
        query: String,
        grants: Int
    ) async throws {
        let found = try await InventoryWalk(source(style, query))

        #expect(found.clips.map(\.id.description) == ids)
        #expect(try await self.grants == grants)
        #expect(try await api.seen(by: walk).allSatisfy { $0[0].hasPrefix("token") || $0[1] == "Bearer" })
    }

    @Test func `a fresh token that is refused is no reason for a third`() async throws {
        do {
            _ = try await source(.form, "", fail: "401@2-").page(after: nil)
            Issue.record("it was answered")
        } catch let error as InventoryError {
            #expect(error.description.contains("answered 401"), "\(error)")
        }
        #expect(try await grants == 2)
    }

    @Test func `a client that is unknown is told, without its secret`() async throws {
        do {
            _ = try await source(.basic, "", secret: "wrong-secret").page(after: nil)
            Issue.record("it was answered")
        } catch let error as InventoryError {
            #expect(error.description.contains("the token endpoint answered 400"), "\(error)")
            #expect(!"\(error)".contains("wrong-secret"))
        }
    }

    @Test(arguments: [
        "{}", "[]", "{\"access_token\":\"\",\"token_type\":\"bearer\"}",
        "{\"access_token\":\"a b\",\"token_type\":\"bearer\"}",
        "{\"access_token\":\"a\\u000d\\u000aX: y\",\"token_type\":\"bearer\"}",
        "{\"access_token\":\"a\",\"token_type\":\"mac\"}",
        "{\"access_token\":\"a\",\"access_token\":\"b\",\"token_type\":\"bearer\"}",
        "{\"access_token\":\"a\"}", "a",
    ])
    func `what is no token is not carried`(answer: String) throws {
        let grant = TokenGrant(
            url: try HTTPURL("https://id.test/token"),
            address: nil,
            client: "c",
            secret: InventorySecret { Secret("s") },
            scope: nil,
            style: .basic
        )
        let keeper = TokenKeeper(grant, Secret("s"))
        #expect(throws: RowFlaw.self) { try keeper.take(Array(answer.utf8), askedAt: .now) }
        #expect(keeper.current(at: .now) == nil)
    }

    @Test func `a token is not used to its last minute`() throws {
        let grant = TokenGrant(
            url: try HTTPURL("https://id.test/token"),
            address: nil,
            client: "c",
            secret: InventorySecret { Secret("s") },
            scope: nil,
            style: .basic
        )
        let keeper = TokenKeeper(grant, Secret("s"))
        let now = ContinuousClock.now
        _ = try keeper.take(
            Array("{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600}".utf8),
            askedAt: now
        )
        #expect(keeper.current(at: now + .seconds(3539))?.reveal() == "a")
        #expect(keeper.current(at: now + .seconds(3541)) == nil)
    }
}
