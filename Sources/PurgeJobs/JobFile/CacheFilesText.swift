/// Where a cache keeps its files, in the words of nginx's own configuration.
enum CacheFilesText {
    /// The `levels` of `proxy_cache_path`: up to three numbers, each 1 or 2, with colons between them.
    ///
    /// - Throws: a flaw for everything else.
    static func levels(_ text: String) throws(ScalarFlaw) -> [Int] {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts.allSatisfy({ $0 == "1" || $0 == "2" }) else {
            throw ScalarFlaw("are no levels", "write those of 'proxy_cache_path', such as \"1:2\"")
        }

        return parts.map { $0 == "1" ? 1 : 2 }
    }

    /// The `proxy_cache_key`.
    ///
    /// - Throws: a flaw for variables that no link decides, and a key that names no link.
    static func key(_ text: String) throws(ScalarFlaw) -> NginxCacheKey {
        guard text.utf8.count <= 1024, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw ScalarFlaw("is no cache key", "write it as in 'proxy_cache_key', without quotes and spaces")
        }

        do throws(NginxCacheKey.Flaw) {
            return try NginxCacheKey(text)
        } catch {
            switch error {
            case .unknownVariable(let name):
                let known = NginxCacheKey.Variable.allCases.map { "$\($0.rawValue)" }
                throw ScalarFlaw(
                    "has the variable '$\(VisibleText.of(name, limit: 64))', which no link decides",
                    "write its value out, or use \(NearestName.list(known))"
                )
            case .namesNoLink:
                throw ScalarFlaw("names no link", "it needs $request_uri: path and query as they were sent")
            }
        }
    }

    /// The directory of `proxy_cache_path`.
    ///
    /// - Throws: a flaw for a relative path, and for `/`.
    static func directory(_ text: String) throws(ScalarFlaw) -> CacheDirectory {
        let isPath = text.utf8.first == UInt8(ascii: "/") && text.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
        guard isPath, text.utf8.count <= 4096, text.utf8.contains(where: { $0 != UInt8(ascii: "/") }) else {
            throw ScalarFlaw("is no directory of a cache", "write the absolute path of 'proxy_cache_path'")
        }

        // A slash at the end would make the kernel follow a link.
        let end = text.utf8.lastIndex { $0 != UInt8(ascii: "/") } ?? text.utf8.startIndex
        return CacheDirectory(path: String(text[...end]))
    }
}
