internal import CCurl

/// A libcurl multi handle.
///
/// Its loop's thread alone may use it, save for `wake`, the one call that libcurl lets any thread make;
/// that is why it is `@unchecked`.
@safe
final class MultiHandle: @unchecked Sendable {
    private let raw: UnsafeMutableRawPointer

    init(_ settings: TransportSettings) {
        Self.setUp
        guard let raw = unsafe curl_multi_init() else { preconditionFailure("libcurl gives no handle") }
        unsafe self.raw = raw
        let kept = max(settings.keptConnections, settings.concurrency)
        unsafe ccurl_multi_set_long(raw, CURLMOPT_MAXCONNECTS, kept)
        unsafe ccurl_multi_set_long(raw, CURLMOPT_MAX_CONCURRENT_STREAMS, 256)
    }

    deinit { unsafe curl_multi_cleanup(raw) }

    private static let setUp: Void = { curl_global_init(Int(CURL_GLOBAL_DEFAULT)) }()

    func add(_ transfer: Transfer) { unsafe curl_multi_add_handle(raw, transfer.easy.raw) }

    func remove(_ transfer: Transfer) { unsafe curl_multi_remove_handle(raw, transfer.easy.raw) }

    func perform() {
        var running: Int32 = 0
        unsafe curl_multi_perform(raw, &running)
    }

    /// Takes one finished transfer off the handle.
    func nextFinished() -> (Transfer, CURLcode)? {
        var code = CURLE_OK
        guard let easy = unsafe ccurl_next_finished(raw, &code), let context = unsafe ccurl_context(easy)
        else {
            return nil
        }
        let transfer = unsafe Transfer.at(context)
        remove(transfer)
        return (transfer, code)
    }

    /// Sleeps until a socket, a timer of libcurl's, or `wake`; at most `limit` milliseconds.
    func wait(_ limit: Int32) { unsafe curl_multi_poll(raw, nil, 0, limit, nil) }

    func wake() { unsafe curl_multi_wakeup(raw) }
}
