internal import CCurl

/// A libcurl list of strings, freed with its owner.
@safe
struct StringList: ~Copyable {
    private(set) var head: UnsafeMutablePointer<curl_slist>?

    init() { unsafe head = nil }

    deinit { unsafe curl_slist_free_all(head) }

    mutating func append(_ text: String) { unsafe take(curl_slist_append(head, text)) }

    /// Appends bytes that end in zero.
    mutating func append(terminated bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { buffer in
            unsafe take(curl_slist_append(head, buffer.assumingMemoryBound(to: CChar.self).baseAddress))
        }
    }

    /// A list that lost an entry would send another request than the one asked for.
    private mutating func take(_ grown: UnsafeMutablePointer<curl_slist>?) {
        guard let grown = unsafe grown else { preconditionFailure("out of memory") }
        unsafe head = grown
    }
}
