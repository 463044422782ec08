import Testing

@testable import PurgeJobs

@Suite struct CanonicalURLTests {
    private func key(_ url: String) throws -> String {
        String(decoding: try CanonicalURL(published: Array(url.utf8)).key, as: UTF8.self)
    }

    @Test(arguments: [
        ("HTTP://Img.Test/A", "img.test/A"), ("https://img.test:443/A", "img.test/A"),
        ("http://img.test:443/A", "img.test:443/A"), ("https://img.test./A", "img.test/A"),
        ("https://img.test", "img.test/"), ("https://img.test?x=1", "img.test/?x=1"),
        ("https://img.test/a?", "img.test/a"), ("https://img.test/a#b", "img.test/a"),
        ("https://img.test/%7euser", "img.test/~user"), ("https://img.test/a%7cb", "img.test/a%7Cb"),
        ("https://img.test/a%2fb", "img.test/a%2Fb"), ("https://img.test/%2541", "img.test/%2541"),
        ("https://img.test/?b=2&a=1", "img.test/?b=2&a=1"), ("https://img.test//a///b/", "img.test//a///b/"),
        ("https://[::1]:8080/a", "[::1]:8080/a"), ("https://img.test/a.b/.c/..d", "img.test/a.b/.c/..d"),
    ])
    func `equivalent spellings share a key`(url: String, expected: String) throws {
        #expect(try key(url) == expected)
        #expect(try key("https://" + expected) == expected || url.hasPrefix("http://img.test:443"))
    }

    @Test(arguments: [
        ("https://img.test/a", "https://img.test/A"), ("https://img.test/a", "https://img.test/a/"),
        ("https://img.test/a", "https://img.test//a"), ("https://img.test/?a&b", "https://img.test/?b&a"),
        ("https://img.test/a/b", "https://img.test/a%2Fb"), ("https://img.test/a", "https://www.img.test/a"),
        ("https://img.test/%41", "https://img.test/%2541"), ("https://img.test/a", "https://img.test:80/a"),
    ])
    func `different resources keep different keys`(left: String, right: String) throws {
        #expect(try key(left) != key(right))
    }

    @Test(arguments: ["hxxps://img.test/a", "https://img(.)test/a", "https[:]//img.test/a", "img.test/a"])
    func `only lists are refanged`(url: String) throws {
        #expect(throws: CanonicalURL.Flaw.self) { try key(url) }
        #expect(try CanonicalURL(reported: Array(url.utf8)).key == Array("img.test/a".utf8))
    }
}
