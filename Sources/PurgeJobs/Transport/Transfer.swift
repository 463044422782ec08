internal import CCurl

/// A request under way on an easy handle.
///
/// It stays on its loop's thread, belongs to one lane, and serves that lane's next request when this one
/// is done.
final class Transfer {
    unowned let lane: TransferLane
    let easy: EasyHandle
    private(set) var job: TransferJob?
    private var sentFields = StringList()
    /// What `sentFields` was made of.
    private var fieldSource: (fields: HTTPFields, hasContent: Bool)?
    private var hasRange = false
    /// The method that the handle is set to, unless it is set to send content.
    private var method: HTTPMethod?
    private var header: [UInt8] = []
    /// Bytes of header over all, interim ones too.
    private var headerCount = 0
    private var isHeaderOver = false
    private var body: [UInt8] = []
    private var bodyCount = 0
    private var sendings = 0
    private var peer: IPAddress?
    private var veto: IPAddress?
    private var hasSocket = false
    private var stop: Stop?

    /// Why this side ended the transfer.
    private enum Stop {
        case header
        case body
        case resend
        case veto
        case cancel
    }

    private static let headerLimit = 65_536

    init(lane: TransferLane) {
        self.lane = lane
        easy = EasyHandle(lane.settings)
        easy.bind(self)
        easy.set(.url, "\(lane.origin)/")
        if lane.hasNode { easy.set(.connectTo, lane.connectTo) }
    }

    /// The transfer that a callback's context points at, kept alive by its lane.
    @unsafe
    static func at(_ context: UnsafeMutableRawPointer) -> Transfer {
        unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    // MARK: Beginning

    func begin(_ job: TransferJob, within time: Duration) {
        self.job = job
        reset()
        let request = job.call.request
        easy.set(.target, terminated: request.target.terminated)
        easy.set(.timeout, max(1, Int(time / .milliseconds(1))))
        setMethod(request)
        if hasRange || request.range != nil { easy.set(.range, request.range?.text) }
        hasRange = request.range != nil
        setFields(request.fields, hasContent: request.sentContent != nil)
    }

    func cancel() { stop = .cancel }

    private func reset() {
        header.removeAll(keepingCapacity: true)
        headerCount = 0
        isHeaderOver = false
        body = []
        bodyCount = 0
        sendings = 0
        peer = nil
        veto = nil
        hasSocket = false
        stop = nil
    }

    private func setMethod(_ request: HTTPRequest) {
        if let content = request.sentContent {
            easy.set(.post, 1)
            easy.setBody(content)
            easy.set(.method, request.method.rawValue)
            method = nil
            return
        }
        guard request.method != method else { return }
        if method == nil { easy.clearBody() }
        easy.set(.noBody, request.method == .head ? 1 : 0)
        if request.method != .head { easy.set(.get, 1) }
        easy.set(.method, request.method == .head ? nil : request.method.rawValue)
        method = request.method
    }

    private func setFields(_ fields: HTTPFields, hasContent: Bool) {
        if let source = fieldSource, source.hasContent == hasContent, source.fields == fields { return }
        var list = StringList()
        for line in fields.lines { list.append(terminated: line) }
        if hasContent {
            // Without these libcurl waits for a 100, and calls any content a form.
            list.append("Expect:")
            if !fields.contains("content-type") { list.append("Content-Type:") }
        }
        easy.set(.fields, list)
        sentFields = list
        fieldSource = (fields, hasContent)
    }

    // MARK: What libcurl calls

    func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headerCount += line.count
        guard headerCount <= Self.headerLimit else {
            stop = .header
            return false
        }
        // A status line after an empty one begins a header anew; anything else there is a trailer.
        if isHeaderOver, unsafe Self.isStatusLine(line) {
            header.removeAll(keepingCapacity: true)
            isHeaderOver = false
        }
        unsafe header.append(contentsOf: line)
        if line.count <= 2 { isHeaderOver = true }
        return true
    }

    private static func isStatusLine(_ line: UnsafeRawBufferPointer) -> Bool {
        unsafe line.starts(with: "HTTP/".utf8)
    }

    func receiveBody(_ chunk: UnsafeRawBufferPointer) -> Bool {
        guard let policy = job?.call.request.body else { return false }
        let room = max(0, policy.kept - bodyCount)
        bodyCount += chunk.count
        if room > 0 { unsafe body.append(contentsOf: chunk.prefix(room)) }
        guard bodyCount > policy.limit else { return true }
        stop = .body
        return false
    }

    /// Called before each socket is made, with the address that it is for.
    func mayConnect(to address: IPAddress?) -> Bool {
        guard let address, lane.allows(address) else {
            veto = address
            return false
        }
        hasSocket = true
        return true
    }

    /// Called on a connection, new or kept, each time before the request goes out.
    ///
    /// libcurl sends a request again, unasked, when a kept connection turns out to be closed.
    func maySend(to address: IPAddress?) -> Bool {
        guard let address, lane.allows(address) else {
            veto = address
            stop = .veto
            return false
        }
        guard sendings == 0 || job?.call.request.isRepeatable == true else {
            stop = .resend
            return false
        }
        sendings += 1
        peer = address
        lane.warm()
        return true
    }

    // MARK: Ending

    /// Answers the task that waits.
    func end(_ code: CURLcode) {
        let outcome = outcome(code)
        job.take()?.answer(outcome)
    }

    private func outcome(_ code: CURLcode) -> TransferJob.Outcome {
        switch (stop, code) {
        case (.cancel, _): .failure(error(.cancelled))
        case (.header, _): .failure(error(.headerTooLarge))
        case (.resend, _): .failure(error(.unanswered))
        case (.veto, _): .failure(error(veto.map { .vetoed($0) } ?? .unreachable))
        case (nil, CURLE_OK), (.body, CURLE_WRITE_ERROR), (.body, CURLE_OK): .success(response)
        default: .failure(error(kind(code)))
        }
    }

    private func kind(_ code: CURLcode) -> TransportError.Kind {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: .unresolved
        case CURLE_COULDNT_CONNECT: veto.map { hasSocket ? .unreachable : .vetoed($0) } ?? .unreachable
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR: .untrusted
        case CURLE_SSL_CONNECT_ERROR: .handshake
        case CURLE_OPERATION_TIMEDOUT: isLate ? .deadline : .unreachable
        case CURLE_OUT_OF_MEMORY where sendings > 0: .headerTooLarge
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL:
            .broken(code.rawValue)
        default: .other(code.rawValue)
        }
    }

    /// Tells the request's deadline, or a transfer that crawls, from the time limit for connecting.
    private var isLate: Bool {
        sendings > 0 || job.map { $0.call.request.deadline <= .now } ?? true
    }

    /// `wasSent` is true from the moment that libcurl was let go ahead: it cannot be told later, for
    /// certain, that no byte left.
    private func error(_ kind: TransportError.Kind) -> TransportError {
        let status = easy.status
        return TransportError(
            kind,
            host: lane.origin.host.text,
            wasSent: sendings > 0,
            status: status >= 200 ? status : nil
        )
    }

    private var response: HTTPResponse {
        HTTPResponse(
            status: easy.status,
            version: easy.isHTTP2 ? .http2 : .http1,
            header: HeaderBlock(bytes: header),
            body: body,
            bodyCount: bodyCount,
            isTruncated: stop != nil,
            peer: peer,
            duration: .microseconds(easy.microseconds)
        )
    }
}
