import Testing

@testable import PurgeJobs

/// What a site says of cache files on this machine's disk.
@Suite struct SiteFilesTests {
    private static let good = JobFileFixture.site.replacing(
        "    rate: 200\n",
        with:
            "    rate: 200\n    files: {edge-1: {directory: /var/cache/clips/, levels: \"1:2\", key: $host$request_uri}}\n"
    )

    @Test func `a node's files have a directory, levels and a key`() throws {
        let cache = try #require(try JobFileFixture.readSite(Self.good).caches.first)
        let files = NginxCacheFiles(
            directory: CacheDirectory(path: "/var/cache/clips"),
            levels: [1, 2],
            key: try NginxCacheKey("$host$request_uri")
        )
        #expect(cache.files == ["edge-1": files])
        let flat = Self.good.replacing("levels: \"1:2\", ", with: "")
        #expect(try JobFileFixture.readSite(flat).caches.first?.files["edge-1"]?.levels == [])
    }

    @Test(arguments: mistakes)
    func aMistakeIsRefusedWhereItStands(_ bad: BadFile) throws {
        let text = try bad.text(from: Self.good)
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readSite(text)
        }
        try bad.check(complaints, in: text)
    }

    private static let place = "caches.edge.files"

    private static let mistakes: [BadFile] = [
        .init("kind: nginx", "kind: varnish", at: "{edge-1: {dir", key: place, saying: "only files of nginx"),
        .init("{edge-1: {dir", "{edge-9: {dir", at: "edge-9", key: "\(place).edge-9", saying: "has no node"),
        .init(
            "/var/cache/clips/",
            "cache",
            at: "cache, levels",
            key: "\(place).edge-1.directory",
            saying: "absolute path"
        ),
        .init(
            "/var/cache/clips/",
            "//",
            at: "//, levels",
            key: "\(place).edge-1.directory",
            saying: "is no directory"
        ),
        .init("\"1:2\"", "\"1:3\"", at: "\"1:3\"", key: "\(place).edge-1.levels", saying: "are no levels"),
        .init(
            "\"1:2\"",
            "\"1:2:2:1\"",
            at: "\"1:2:2:1\"",
            key: "\(place).edge-1.levels",
            saying: "are no levels"
        ),
        .init(
            "$host$request_uri",
            "$host$uri",
            at: "$host$uri",
            key: "\(place).edge-1.key",
            saying: "'$uri'"
        ),
        .init(
            "$host$request_uri",
            "$host",
            at: "$host}",
            key: "\(place).edge-1.key",
            saying: "names no link"
        ),
        .init(
            ", key: $host$request_uri",
            "",
            at: "{directory",
            key: "\(place).edge-1",
            saying: "'key' is missing"
        ),
    ]
}
