internal import CCurl

/// One libcurl easy handle, its options typed, set up once and used again and again.
@safe
struct EasyHandle: ~Copyable {
    typealias Raw = UnsafeMutableRawPointer

    let raw: Raw

    init(_ settings: TransportSettings) {
        guard let raw = unsafe curl_easy_init() else { preconditionFailure("libcurl gives no handle") }
        unsafe self.raw = raw
        set(.noSignal, 1)
        // Or a removed transfer waits for its resolver thread, and the whole loop with it.
        set(.quickExit, 1)
        set(.pathAsIs, 1)
        set(.keepAlive, 1)
        set(.happyEyeballs, 200)
        set(.refusesUserNames, 1)
        set(.protocols, "http,https")
        set(.proxy, "")
        set(.agent, settings.agent)
        set(.httpVersion, Int(settings.version == .http1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS))
        set(.minimumTLS, Int(CURL_SSLVERSION_TLSv1_2))
        set(.connectTimeout, settings.connectTimeout.wholeMilliseconds)
        set(.slowLimit, settings.slowLimit)
        set(.slowTime, settings.slowTime.wholeMilliseconds / 1000)
        set(.connectionLifetime, settings.connectionLifetime.wholeMilliseconds / 1000)
        set(.idleLifetime, settings.idleLifetime.wholeMilliseconds / 1000)
        guard let authorities = settings.authorities else { return }
        set(.authorities, authorities)
        set(.authorityFolder, nil)
    }

    deinit { unsafe curl_easy_cleanup(raw) }

    /// Tells libcurl to call this transfer, of which it keeps the pointer alone.
    ///
    /// The transfer must outlive the handle.
    func bind(_ transfer: Transfer) {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        let callbacks = unsafe ccurl_callbacks(
            header: { bytes, size, count, context in
                let chunk = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe Transfer.at(context).receiveHeader(chunk) ? size * count : 0
            },
            body: { bytes, size, count, context in
                let chunk = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe Transfer.at(context).receiveBody(chunk) ? size * count : 0
            },
            open_socket: { context, _, address in
                guard let context = unsafe context, let address = unsafe address else { return -1 }
                let isAllowed = unsafe Transfer.at(context).mayConnect(to: IPAddress(address))
                return isAllowed ? unsafe ccurl_socket(address) : -1
            },
            before_sending: { context, peer, _, _, _ in
                guard let context = unsafe context, let peer = unsafe peer else {
                    return CURL_PREREQFUNC_ABORT
                }
                let isAllowed = unsafe Transfer.at(context).maySend(to: IPAddress(peer))
                return isAllowed ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            }
        )
        unsafe ccurl_set_callbacks(raw, context, callbacks)
    }

    func set(_ option: Number, _ value: Int) {
        let code = unsafe ccurl_set_long(raw, option.option, value)
        precondition(code == CURLE_OK, "this libcurl lacks an option")
    }

    func set(_ option: Text, _ value: String?) {
        let code = unsafe ccurl_set_string(raw, option.option, value)
        precondition(code == CURLE_OK, "this libcurl lacks an option")
    }

    /// Takes bytes that end in zero.
    func set(_ option: Text, terminated bytes: [UInt8]) {
        let code = unsafe bytes.withUnsafeBytes { buffer in
            unsafe ccurl_set_string(
                raw,
                option.option,
                buffer.assumingMemoryBound(to: CChar.self).baseAddress
            )
        }
        precondition(code == CURLE_OK, "out of memory")
    }

    /// libcurl keeps the pointer alone: the list must outlive the handle's transfers.
    func set(_ option: List, _ list: borrowing StringList) {
        unsafe ccurl_set_list(raw, option.option, list.head)
    }

    func setBody(_ bytes: [UInt8]) {
        let code = unsafe bytes.withUnsafeBytes { unsafe ccurl_set_body(raw, $0.baseAddress, $0.count) }
        precondition(code == CURLE_OK, "out of memory")
    }

    func clearBody() { unsafe ccurl_clear_body(raw) }

    var status: Int { unsafe ccurl_get_long(raw, CURLINFO_RESPONSE_CODE) }
    var isHTTP2: Bool { unsafe ccurl_get_long(raw, CURLINFO_HTTP_VERSION) == CURL_HTTP_VERSION_2_0 }
    var microseconds: Int { unsafe ccurl_get_offset(raw, CURLINFO_TOTAL_TIME_T) }

    struct Number {
        let option: CURLoption

        static var noSignal: Self { Self(option: CURLOPT_NOSIGNAL) }
        static var quickExit: Self { Self(option: CURLOPT_QUICK_EXIT) }
        static var pathAsIs: Self { Self(option: CURLOPT_PATH_AS_IS) }
        static var keepAlive: Self { Self(option: CURLOPT_TCP_KEEPALIVE) }
        static var happyEyeballs: Self { Self(option: CURLOPT_HAPPY_EYEBALLS_TIMEOUT_MS) }
        static var refusesUserNames: Self { Self(option: CURLOPT_DISALLOW_USERNAME_IN_URL) }
        static var httpVersion: Self { Self(option: CURLOPT_HTTP_VERSION) }
        static var minimumTLS: Self { Self(option: CURLOPT_SSLVERSION) }
        static var connectTimeout: Self { Self(option: CURLOPT_CONNECTTIMEOUT_MS) }
        static var slowLimit: Self { Self(option: CURLOPT_LOW_SPEED_LIMIT) }
        static var slowTime: Self { Self(option: CURLOPT_LOW_SPEED_TIME) }
        static var connectionLifetime: Self { Self(option: CURLOPT_MAXLIFETIME_CONN) }
        static var idleLifetime: Self { Self(option: CURLOPT_MAXAGE_CONN) }
        static var timeout: Self { Self(option: CURLOPT_TIMEOUT_MS) }
        static var noBody: Self { Self(option: CURLOPT_NOBODY) }
        static var get: Self { Self(option: CURLOPT_HTTPGET) }
        static var post: Self { Self(option: CURLOPT_POST) }
    }

    struct Text {
        let option: CURLoption

        static var url: Self { Self(option: CURLOPT_URL) }
        static var target: Self { Self(option: CURLOPT_REQUEST_TARGET) }
        static var method: Self { Self(option: CURLOPT_CUSTOMREQUEST) }
        static var range: Self { Self(option: CURLOPT_RANGE) }
        static var protocols: Self { Self(option: CURLOPT_PROTOCOLS_STR) }
        static var proxy: Self { Self(option: CURLOPT_PROXY) }
        static var agent: Self { Self(option: CURLOPT_USERAGENT) }
        static var authorities: Self { Self(option: CURLOPT_CAINFO) }
        static var authorityFolder: Self { Self(option: CURLOPT_CAPATH) }
    }

    struct List {
        let option: CURLoption

        static var fields: Self { Self(option: CURLOPT_HTTPHEADER) }
        static var connectTo: Self { Self(option: CURLOPT_CONNECT_TO) }
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int { max(1, Int(self / .milliseconds(1))) }
}
