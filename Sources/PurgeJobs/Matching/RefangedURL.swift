/// Undoes what people do to URLs in reports so that nobody follows them by mistake.
///
/// Only for lists: in an inventory the same bytes would be the URL itself.
enum RefangedURL {
    /// The URL with `hxxp` for `http`, and without brackets around dots, colons and letters of the scheme.
    static func of(_ bytes: [UInt8]) -> [UInt8] {
        var url = bytes
        for (from, to) in [("[.]", "."), ("[:]", ":"), ("[://]", "://")] { replace(from, to, in: &url) }
        for (from, to) in [("hxxp", "http"), ("[h]ttp", "http")] where begins(url, with: from) {
            url.replaceSubrange(..<from.utf8.count, with: to.utf8)
        }
        // Parentheses are legal in a path, so only dots of the host count.
        let end = endOfHost(url)
        var host = Array(url[..<end])
        replace("(.)", ".", in: &host)
        return host + url[end...]
    }

    private static func begins(_ url: [UInt8], with prefix: String) -> Bool {
        let lowered = url.prefix(prefix.utf8.count).map { (65...90).contains($0) ? $0 + 32 : $0 }
        return lowered.elementsEqual(prefix.utf8)
    }

    private static func endOfHost(_ url: [UInt8]) -> Int {
        let slash = url.firstIndex { "/?#".utf8.contains($0) } ?? url.endIndex
        guard slash > 0, slash < url.endIndex, url[slash - 1] == UInt8(ascii: ":"),
            url[slash...].starts(with: "//".utf8)
        else { return slash }

        return url[(slash + 2)...].firstIndex { "/?#".utf8.contains($0) } ?? url.endIndex
    }

    private static func replace(_ from: String, _ to: String, in url: inout [UInt8]) {
        guard let first = from.utf8.first, url.contains(first) else { return }

        var index = url.startIndex
        while index < url.endIndex {
            if url[index...].starts(with: from.utf8) {
                url.replaceSubrange(index..<(index + from.utf8.count), with: to.utf8)
                index += to.utf8.count
            } else {
                index += 1
            }
        }
    }
}
