import Foundation
import Testing

@testable import PurgeJobs

/// Inventories behind a strict API that fails in every way.
@Suite struct HTTPInventoryTests {
    let folder: ScratchFolder
    let api: ClipAPI
    private let walk = UUID().uuidString
    private let ids = (0..<25).map { "clip-\($0)" }
    private let file: String

    init() throws {
        folder = try ScratchFolder()
        api = try ClipAPI.shared.get()
        file = try folder.write(ids.map { "{\"id\":\"\($0)\"}\n" }.joined())
    }

    private func settings(
        _ way: ClipAPI.Way = .cursor,
        _ query: String = "",
        pageRows: Int = 4
    ) throws -> HTTPInventory.Settings {
        try api.settings(way, of: file, pageRows: pageRows, "walk=\(walk)\(query.isEmpty ? "" : "&\(query)")")
    }

    /// A source that hardly waits before it asks again.
    private func source(_ settings: HTTPInventory.Settings) throws -> any InventorySource {
        let policy = RetryPolicy(attempts: 3, base: .milliseconds(1))
        return try settings.source(on: InventoryNetwork([settings], policy: policy))
    }

    private func ids(_ walk: InventoryWalk) -> [String] { walk.clips.map(\.id.description) }

    /// The error at the end of a walk that does not reach its own, and the cursors before it.
    private func failure(
        of settings: HTTPInventory.Settings
    ) async throws -> (InventoryError, [InventoryCursor]) {
        let source = try source(settings)
        var cursors: [InventoryCursor] = []
        do throws(InventoryError) {
            while cursors.last?.isComplete != true {
                cursors.append(try await source.page(after: cursors.last).cursor)
            }
        } catch {
            return (error, cursors)
        }
        throw WalkEnded()
    }

    private struct WalkEnded: Error {}

    // MARK: What passes

    @Test(arguments: ["429@2", "429date@2", "429reset@2", "500@1,503@2", "cut@3", "500@3,cut@4"])
    func `what may pass is asked again, and the walk is the same`(fail: String) async throws {
        var settings = try settings(.cursor, "fail=\(fail)")
        settings.resetHeader = "Ratelimit-Reset"

        let walk = try await InventoryWalk(source(settings))

        #expect(ids(walk) == ids)
        let failures = fail.split(separator: ",").count
        #expect(try await api.seen(by: self.walk).count == walk.cursors.count + failures)
    }

    @Test(arguments: ClipAPI.Way.allCases)
    func `each page is asked for once`(way: ClipAPI.Way) async throws {
        let walk = try await InventoryWalk(source(settings(way)))

        #expect(ids(walk) == ids)
        #expect(try await api.seen(by: self.walk).count == (way == .offsetWithoutTotal ? 8 : 7))
    }

    @Test func `a page that a server capped is no end`() async throws {
        let walk = try await InventoryWalk(source(settings(.offsetWithoutTotal, "cap=3", pageRows: 100)))

        #expect(ids(walk) == ids)
    }

    @Test(arguments: [ClipAPI.Way.offset, .cursor])
    func `rows that come in meanwhile hide none of the others`(way: ClipAPI.Way) async throws {
        let walk = try await InventoryWalk(source(settings(way, "grow=2")))

        #expect(Set(ids(walk)).isSuperset(of: ids))
        #expect(walk.clips.count > ids.count, "some come twice")
    }

    // MARK: What does not

    @Test(arguments: [
        ("500@2-", "answered 500 to every try"), ("429@2-", "answered 429"),
        ("403@2", "answered 403; see whether the credential"),
        ("401@2", "answered 401"), ("404@2", "answered 404; see whether the URL"),
        ("204@2", "answered 204, which is no page"),
        ("cut@2-", "after status 200"), ("json@2", "is not JSON"), ("half@2", "is not JSON"),
        ("array@2", "has no 'pagination'"),
        ("twice@2", "the same field twice"), ("redirect@2", "a redirect, which is not followed"),
        ("huge@2", "more than 16777216 bytes in one page"),
    ])
    func `an error page is never an end, and the walk goes on from its cursor`(
        fail: String,
        saying: String
    ) async throws {
        let (error, cursors) = try await failure(of: settings(.cursor, "fail=\(fail)"))

        #expect(error.description.contains(saying), "\(error)")
        #expect(cursors.count == 1 && cursors[0].isComplete == false)
        let tries = fail.hasSuffix("-") ? 3 : 1
        #expect(try await api.seen(by: walk).count == 1 + tries, "nothing was followed")
        // Another run of the same job, with the API mended: the URL's parameters are part of what it is, so the place is handed over.
        let mended = try source(settings())
        let cursor = try await mended.page(after: nil).cursor
        #expect(cursor.key == cursors[0].key)
        #expect(ids(try await InventoryWalk(mended, after: cursor)) == Array(ids[4...]))
    }

    @Test func `an answer without its array is none, whatever else it says`() async throws {
        let (error, _) = try await failure(of: settings(.token, "fail=array@1"))

        #expect(error.description.contains("it has no 'clips'"), "\(error)")
    }

    @Test func `a page that says nothing of the next one is no end where it should say it`() async throws {
        var settings = try settings()
        settings.paging = .token(field: "paging.cursor", parameter: "after")

        let (error, cursors) = try await failure(of: settings)

        #expect(error.description.contains("it has no 'paging'"), "\(error)")
        #expect(cursors.isEmpty)
    }

    @Test func `an API that leads in a circle is left`() async throws {
        let (error, cursors) = try await failure(of: settings(.cursor, "fail=loop@2-"))

        #expect(error.cause == .circular)
        #expect(cursors.count == 2)
    }

    @Test func `a parameter that the API does not heed is noticed`() async throws {
        var settings = try settings(.offset, pageRows: 10)
        // `walk` is heeded by nobody but the test.
        settings.paging = .offset(parameter: "uses", total: nil)

        let (error, cursors) = try await failure(of: settings)

        #expect(error.cause == .circular)
        #expect(cursors.count == 1)
    }

    @Test func `a total that is never reached is said`() async throws {
        let (error, _) = try await failure(of: settings(.offset, "fail=past@2"))

        #expect(error.description.contains("it ends after 4 rows of the 25"), "\(error)")
    }

    @Test func `a link to another server is not followed`() async throws {
        let (error, cursors) = try await failure(of: settings(.link, "fail=foreign@2"))

        #expect(error.description.contains("leads to another server"), "\(error)")
        #expect(cursors.count == 1)
        #expect(try await api.seen(by: walk).count == 2)
    }

    @Test func `an empty first page is an empty inventory`() async throws {
        let walk = try await InventoryWalk(source(settings(.cursor, "fail=empty@1")))

        #expect(walk.rows == 0 && walk.cursors.last?.isComplete == true)
    }

    // MARK: Who asks

    @Test func `a credential is carried, and a wrong one is told`() async throws {
        var settings = try settings(.cursor, "auth=k1")
        settings.access = .header("X-Api-Key", InventorySecret { Secret("k1") })
        #expect(ids(try await InventoryWalk(source(settings))) == ids)
        settings.access = .header("X-Api-Key", InventorySecret { Secret("k2") })
        let (error, _) = try await failure(of: settings)
        #expect(error.description.contains("see whether the credential is right"))
        #expect(!error.description.contains("k2"))
    }

    @Test func `a credential that is not there stops before anything is asked`() async throws {
        struct Missing: Error, CustomStringConvertible { let description = "site.yaml:3: no such file" }
        var settings = try settings()
        settings.access = .header("X-Api-Key", InventorySecret { throw Missing() })

        let missing = InventoryError(source: settings.name, cause: .noCredential("site.yaml:3: no such file"))
        #expect(throws: missing) { try source(settings) }
    }

    // MARK: Single clips

    @Test func `clips are asked for by id, as many at once as the API takes`() async throws {
        var settings = try settings()
        let bare = api.url(.cursor, of: file, "walk=\(walk)")
        settings.lookup = .init(url: try HTTPURL(bare), parameter: "id", most: 3)
        let lookup = try #require(try source(settings) as? any ClipLookup)
        let asked =
            try (0..<8).map { try #require(ClipID("clip-\($0 * 2)")) } + [try #require(ClipID("a&id=b c"))]

        let page = try await lookup.page(of: asked)

        #expect(Set(page.clips.map(\.id)) == Set(asked.dropLast()) && page.isLast)
        #expect(try await api.seen(by: walk).count == 3)
        #expect(try await lookup.page(after: page.cursor).rows == 0)
    }

    @Test func `an API that answers with other clips is not believed`() async throws {
        var settings = try settings()
        settings.lookup = .init(url: settings.url, parameter: "uses", most: 3)
        let lookup = try #require(try source(settings) as? any ClipLookup)
        do {
            _ = try await lookup.page(of: [try #require(ClipID("nobody"))])
            Issue.record("it was believed")
        } catch let error as InventoryError {
            #expect(error.description.contains("other clips than 'uses' asks for"), "\(error)")
        }
    }
}
