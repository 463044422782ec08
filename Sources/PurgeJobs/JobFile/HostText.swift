/// A host as it stands in published URLs: `host` or `host:port`, lower-case.
enum HostText {
    /// The host as it is written.
    ///
    /// - Throws: a flaw for wildcards (a purge must name what it means), capitals, schemes, paths and bad ports.
    static func parse(_ text: String) throws(ScalarFlaw) -> String {
        guard !text.contains("*") else {
            throw ScalarFlaw("is a wildcard", "name each host: only what is named is purged and probed")
        }
        guard !text.contains("/") else {
            throw ScalarFlaw("is more than a host", "write only 'host' or 'host:port'")
        }
        guard text.utf8.allSatisfy({ !(65...90).contains($0) }) else {
            throw ScalarFlaw("has capital letters", "write the host in lower case")
        }

        let (host, port) = split(text)
        guard host.hasPrefix("[") ? isAddress(host) : isName(host) else {
            throw ScalarFlaw("is no host", "write 'host' or 'host:port' with letters, digits, '-' and '.'")
        }
        guard
            port.map({ UInt16($0).map { $0 > 0 } == true && !$0.hasPrefix("0") && !$0.hasPrefix("+") })
                != false
        else { throw ScalarFlaw("has no valid port", "write a port from 1 to 65535") }

        return text
    }

    /// The address of a node or an origin.
    ///
    /// - Throws: a flaw unless it is `host:port`, `address:port` or `[IPv6 address]:port`.
    static func address(_ text: String) throws(ScalarFlaw) -> NodeAddress {
        let (_, port) = split(text)
        guard port != nil else { throw ScalarFlaw("has no port", "write 'host:port'") }

        let host = try parse(text)
        guard let address = NodeAddress(host) else {
            throw ScalarFlaw("is no address", "write 'host:port', such as 127.0.0.1:8080")
        }

        return address
    }

    private static func split(_ text: String) -> (host: String, port: String?) {
        let bracket = text.lastIndex(of: "]") ?? text.startIndex
        guard let colon = text[bracket...].lastIndex(of: ":") else { return (text, nil) }

        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    /// RFC 1123 section 2.1 host names, and the underscores that some platforms have in theirs.
    private static func isName(_ host: String) -> Bool {
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return host.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != 45 && label.last != 45
                    && label.allSatisfy {
                        (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95
                    }
            }
    }

    /// The look of an IPv6 address in brackets; whether it is one shows when it is connected to.
    private static func isAddress(_ host: String) -> Bool {
        host.hasSuffix("]") && (4...41).contains(host.utf8.count)
            && host.utf8.dropFirst().dropLast().allSatisfy {
                (97...102).contains($0) || (48...58).contains($0) || $0 == UInt8(ascii: ".")
            }
    }
}
