import Testing

@testable import PurgeJobs

/// What a site file says of stores that are asked, and the mistakes in it.
@Suite struct SiteStoreTests {
    private static let lookup = "lookup: {url: 'https://api.test/c/{key}', hidden: [451], identity: ETag}"
    private static let disable = "disable: {method: POST, url: 'https://api.test/c/{key}/off', done: [204]}"

    private static func store(_ parts: String...) throws(JobFileError) -> StoreSettings? {
        let text = JobFileFixture.site.replacing(
            "stores:\n",
            with: "stores:\n  api: {kind: http, \(parts.joined(separator: ", "))}\n"
        )
        return try JobFileFixture.readSite(text).stores.first { $0.name == "api" }
    }

    private static func http(_ parts: String...) throws -> HTTPStore {
        let settings = try store(parts.joined(separator: ", "))
        guard case .http(let store)? = settings?.kind else { throw JobFileError(complaints: [], omitted: 0) }

        return store
    }

    @Test func `what is left out has its standard, and abilities follow from what is described`() throws {
        let store = try Self.http(Self.lookup, Self.disable)
        #expect(store.lookup.rules.statuses == [200: .there, 451: .hidden, 404: .gone, 410: .gone])
        #expect(store.lookup.identity == .header("ETag") && !store.tellsSizes)
        #expect(store.abilities == [.disable])
        #expect(store.keyField == "Idempotency-Key" && store.poll == nil && store.promise == .standard)
        let settings = try Self.store(Self.lookup, Self.disable, "rate: 5, address: '10.0.0.7:443'")
        #expect(settings?.rate == 5 && settings?.concurrency == 8)
        #expect(settings?.address == NodeAddress(host: "10.0.0.7", port: 443))
        #expect(try Self.http(Self.lookup).abilities.isEmpty)
    }

    @Test func `a request is what was described, each value escaped for its place`() throws {
        let store = try Self.http(
            Self.lookup,
            """
            disable: {method: PUT, url: 'https://api.test/c/{key}?v={identity}', headers: {If-Match: '{identity}'},
              body: '{"k": "{key}", "r": "{stepKey}"}', contentType: application/json, done: [200]}
            """
        )
        let key = try #require(ObjectKey("a/b \"c\""))
        let evidence = ObjectEvidence(identity: "\"r&1\"", size: nil)
        let request = try store.effectRequest(
            .disable,
            on: [(key, evidence)],
            stepKey: [UInt8](repeating: 0xab, count: 16)
        )
        let name = String(repeating: "ab", count: 16)
        #expect(request.method == .put && request.isRepeatable == false)
        #expect(request.target == (try RequestTarget("/c/a%2Fb%20%22c%22?v=%22r%261%22")))
        #expect(request.fields.names == ["if-match", "content-type", "idempotency-key"])
        #expect(
            request.content.map { String(decoding: $0, as: UTF8.self) }
                == #"{"k": "a/b \"c\"", "r": "\#(name)"}"#
        )
        #expect(request.fields.credential == nil, "it is signed by whoever sends it")
    }

    @Test(arguments: ["*", "a*b"])
    func aKeyThatCouldBeManyIsNotAskedFor(key: String) throws {
        let store = try Self.http(Self.lookup, Self.disable)
        let object = try #require(ObjectKey(key))
        #expect(throws: StoreRequestError.wildcard) { try store.lookupRequest(for: object) }
        #expect(throws: StoreRequestError.count) {
            try store.effectRequest(.disable, on: [], stepKey: [UInt8](repeating: 1, count: 16))
        }
        #expect(throws: StoreRequestError.undescribed(.delete)) {
            try store.effectRequest(
                .delete,
                on: [(object, ObjectEvidence(identity: "1", size: nil))],
                stepKey: [UInt8](repeating: 1, count: 16)
            )
        }
    }

    @Test(arguments: [
        "http://api.test/op/1", "https://api.test:444/op/1", "https://evil.test/op/1", "//evil.test/op",
        "op/1", "",
        "https://api.test@evil.test/op/1",
    ])
    func aPollElsewhereIsNotAskedFor(url: String) throws {
        let store = try Self.http(Self.lookup, Self.disable, "poll: {url: Location}")
        #expect(throws: StoreRequestError.foreign) { try store.pollRequest(at: Array(url.utf8)) }
        let own = try store.pollRequest(at: Array("https://api.test/op/1?a=b".utf8))
        #expect(own.target == (try RequestTarget("/op/1?a=b")) && own.method == .get)
    }

    @Test(arguments: [
        ("lookup: {url: 'https://api.test/c', identity: ETag}", "names no object"),
        ("lookup: {url: 'https://{key}.test/c', identity: ETag}", "has a hole in its host"),
        (
            "lookup: {url: 'https://api.test/{key}', hidden: [403], identity: ETag}",
            "never says that of an object"
        ),
        ("lookup: {url: 'https://api.test/{key}', identity: 'E Tag'}", "is no place in an answer"),
        ("lookup: {url: 'https://api.test/{identity}', identity: ETag}", "which nothing fills"),
        (
            "lookup: {url: 'http://api.test/{key}', identity: ETag}",
            "would carry ids and credentials unencrypted over the internet"
        ),
        (
            "lookup: {url: 'https://api.test/{key}', identity: ETag, headers: {X-Api-Key: abc}}",
            "is a header for a credential or a key"
        ),
        (
            "\(lookup), disable: {method: GET, url: 'https://api.test/{key}', done: [200]}",
            "is not one of the methods"
        ),
        (
            "\(lookup), disable: {method: POST, url: 'https://other.test/{key}', done: [200]}",
            "goes to another server than the lookup"
        ),
        (
            "\(lookup), disable: {method: POST, url: 'https://api.test/{key}', done: [207]}",
            "never says that all was done"
        ),
        (
            "\(lookup), disable: {method: POST, url: 'https://api.test/{key}', done: [200], pending: [200]}",
            "200 has another meaning already"
        ),
        (
            "lookup: {url: 'https://api.test/{key}', identity: ETag}, "
                + "delete: {method: DELETE, url: 'https://api.test/{key}', done: [204]}",
            "no lookup says that an object is hidden"
        ),
        ("\(lookup), poll: {url: Location, interval: 1ms}", "is out of range"),
        ("\(lookup), root: www", "the key is unknown"),
    ])
    func aMistakeIsNamed(parts: String, problem: String) throws {
        let error = #expect(throws: JobFileError.self) { try Self.store(parts) }
        #expect(
            error?.complaints.contains { $0.problem.contains(problem) } == true,
            "\(String(describing: error))"
        )
    }

    @Test func `a canary that no store can bring back is refused`() throws {
        let tree = "    kind: fileTree\n    root: www\n    quarantine: /srv/clips/quarantine\n"
        let api = "    kind: http\n    \(Self.lookup)\n    \(Self.disable)\n"
        let text = JobFileFixture.site.replacing(tree, with: api) + "canary: OurOwn\n"
        #expect(text.contains(api))
        let error = #expect(throws: JobFileError.self) { try JobFileFixture.readSite(text) }
        #expect(error?.description.contains("cannot restore") == true)
    }
}
