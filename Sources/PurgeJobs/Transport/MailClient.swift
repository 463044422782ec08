private import CCurl
import Foundation
private import Synchronization

/// Hands one mail to a server, over a connection of its own.
///
/// libcurl speaks SMTP, and blocks while it does: so on a thread of its own, which gives up when the caller's task is
/// cancelled or the time is over.
struct MailClient: Sendable {
    let server: MailServer
    /// Path of a PEM file of certificate authorities, in place of the system's.
    let authorities: String?
    let limit: Duration

    /// What the thread and libcurl's callbacks share.
    private final class Call: Sendable {
        let written: IPAddress?
        let isGivenUp = Atomic(false)
        let veto = Lock(IPAddress?.none)

        init(written: IPAddress?) { self.written = written }

        @unsafe
        static func at(_ context: UnsafeMutableRawPointer) -> Call {
            unsafe Unmanaged<Call>.fromOpaque(context).takeUnretainedValue()
        }

        /// The socket for an address that may be talked to; -1 for any other.
        static func socket(
            _ context: UnsafeMutableRawPointer?,
            _ address: UnsafeMutablePointer<curl_sockaddr>?
        ) -> curl_socket_t {
            guard let context = unsafe context, let address = unsafe address,
                unsafe at(context).mayConnect(to: IPAddress(address))
            else { return -1 }

            return unsafe ccurl_socket(address)
        }

        private func mayConnect(to address: IPAddress?) -> Bool {
            guard let address, address.isPublic || address == written else {
                veto.withLock { $0 = address }
                return false
            }

            return true
        }
    }

    /// Returns when the server has taken the mail for all recipients.
    ///
    /// `message` is a whole one (RFC 5322); its lines may end in LF alone.
    ///
    /// - Throws: `MailError`; of one that failed after it was sent, the server may have taken it all the same.
    func send(
        _ message: [UInt8],
        from sender: String,
        to recipients: [String],
        password: Secret?
    ) async throws(MailError) {
        let call = Call(written: server.writtenAddress)
        let failure = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(returning: perform(call, message, sender, recipients, password))
                }
            }
        } onCancel: {
            call.isGivenUp.store(true, ordering: .relaxed)
        }
        if let failure { throw failure }
    }

    private func perform(
        _ call: Call,
        _ message: [UInt8],
        _ sender: String,
        _ recipients: [String],
        _ password: Secret?
    ) -> MailError? {
        unsafe ccurl_enter_thread("purge mail")
        var taken = StringList()
        var nodes = StringList()
        for recipient in recipients { taken.append(recipient) }
        if let address = server.address { nodes.append("\(server.host.authority):\(server.port):\(address)") }
        let lines = Self.withNetworkLines(message)
        var answer = 0
        let code = unsafe Self.withTexts([server.url, sender, server.user, password?.reveal(), authorities]) {
            texts in
            unsafe lines.withUnsafeBytes { bytes in
                guard let url = unsafe texts[0], let sender = unsafe texts[1], let list = unsafe taken.head,
                    let base = bytes.baseAddress
                else { return CURLE_BAD_FUNCTION_ARGUMENT }

                // The thread's closure holds the call for as long as this runs.
                var mail = unsafe ccurl_mail(
                    url: url,
                    connect_to: nodes.head,
                    sender: sender,
                    recipients: list,
                    bytes: base,
                    count: bytes.count,
                    user: texts[2],
                    password: texts[3],
                    authorities: texts[4],
                    requires_tls: server.security == .startTLS ? 1 : 0,
                    milliseconds: max(1, Int(limit / .milliseconds(1))),
                    open_socket: { context, _, address in unsafe Call.socket(context, address) },
                    is_given_up: { unsafe Call.at($0).isGivenUp.load(ordering: .relaxed) ? 1 : 0 },
                    context: Unmanaged.passUnretained(call).toOpaque()
                )
                return unsafe ccurl_send_mail(&mail, &answer)
            }
        }
        guard code != CURLE_OK else { return nil }
        if let veto = call.veto.withLock({ $0 }) { return .vetoed(veto) }
        return answer >= 400 ? .refused(status: answer) : .failed(code.rawValue)
    }

    /// Every line ends in CRLF; libcurl doubles the dots at their beginnings.
    private static func withNetworkLines(_ message: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        var last: UInt8 = 0
        for byte in message {
            if byte == UInt8(ascii: "\n"), last != UInt8(ascii: "\r") { lines.append(UInt8(ascii: "\r")) }
            lines.append(byte)
            last = byte
        }
        return lines
    }

    /// C texts that live while the body runs.
    private static func withTexts<Result>(
        _ texts: [String?],
        _ body: ([UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        func next(_ index: Int, _ pointers: [UnsafePointer<CChar>?]) -> Result {
            guard index < texts.count else { return unsafe body(pointers) }
            guard let text = texts[index] else { return unsafe next(index + 1, pointers + [nil]) }

            return unsafe text.withCString { unsafe next(index + 1, pointers + [$0]) }
        }
        return unsafe next(0, [])
    }
}
