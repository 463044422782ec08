import Crypto

/// Where an nginx node keeps what it has of a link, on the disk of the machine that Purge runs on.
///
/// This only describes; `CacheDirectory` opens and removes. A file is named after the MD5 of its key, in folders named
/// after the name's last digits. Of a response with `Vary` the first copy lies under the key itself, every other one under the
/// MD5 of that and of the request headers that `Vary` names (nginx 1.22, `ngx_http_file_cache_vary`).
///
/// https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_path
struct NginxCacheFiles: Hashable, Sendable {
    let directory: CacheDirectory
    /// How many digits name a folder of each level, from the top down.
    let levels: [Int]
    let key: NginxCacheKey

    /// The file of a key.
    func path(ofKey key: [UInt8]) -> CacheFilePath { path(of: Array(Insecure.MD5.hash(data: key))) }

    /// The files of the copies that those requests would have got, other than the key's own, and each once.
    ///
    /// `vary` is what the key's own file has of the response's `Vary`.
    func paths(ofKey key: [UInt8], vary: [UInt8], _ variants: [ProbeVariant]) -> [CacheFilePath] {
        let names = Self.words(vary).map { String(decoding: $0, as: UTF8.self).lowercased() }
        guard !names.isEmpty else { return [] }

        let main = Array(Insecure.MD5.hash(data: key))
        var seen: Set<CacheFilePath> = []
        return variants.map { variant in
            var hash = Insecure.MD5()
            hash.update(data: main)
            for name in names {
                hash.update(data: Array("\(name):".utf8) + Self.value(of: name, in: variant) + [13, 10])
            }
            return path(of: Array(hash.finalize()))
        }.filter { seen.insert($0).inserted }
    }

    /// What the hash holds of one header: nginx takes no notice of spaces in the three whose values are lists.
    private static func value(of name: String, in variant: ProbeVariant) -> [UInt8] {
        let values = variant.fields.filter { $0.name.lowercased() == name }.map { Array($0.value.utf8) }
        let isList = ["accept-charset", "accept-encoding", "accept-language"].contains(name)
        let parts = isList ? values.flatMap { words($0) } : values
        return Array(parts.joined(separator: [UInt8(ascii: ",")]))
    }

    private static func words(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") }.map { Array($0) }
    }

    private func path(of hash: [UInt8]) -> CacheFilePath {
        let name = Hexadecimal.text(of: hash)
        var rest = name[...]
        var directories: [String] = []
        for level in levels {
            directories.append(String(rest.suffix(level)))
            rest = rest.dropLast(level)
        }
        return CacheFilePath(directories: directories, name: name)
    }
}
