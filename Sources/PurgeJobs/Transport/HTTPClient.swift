internal import CCurl
internal import Foundation
internal import Synchronization

/// The door to the network: an HTTP client over libcurl.
///
/// One thread owns every libcurl handle; tasks reach it through a mailbox and a continuation. Nothing of
/// libcurl is `Sendable`, so the compiler keeps it on that thread. There is a client for each purpose, with
/// connections of its own; what travels with credentials never shares one with what does not.
///
/// When the last reference goes, requests still under way are answered, and then the thread ends.
final class HTTPClient: Sendable {
    private let mailbox: Mailbox
    private let purpose: TransportSettings.Purpose

    init(_ settings: TransportSettings) {
        let mailbox = Mailbox(MultiHandle(settings))
        self.mailbox = mailbox
        purpose = settings.purpose
        Thread.detachNewThread {
            unsafe ccurl_enter_thread("purge-transport")
            var loop = TransferLoop(mailbox, settings)
            loop.run()
        }
    }

    deinit { mailbox.post(.stop) }

    /// Sends a request once and waits for its response, until the request's deadline.
    ///
    /// Any status is a response. Cancelling the task hangs up and returns at once with `.cancelled`. Nothing
    /// is repeated here, unless the request says that it may be. After a crash there is no trace of a
    /// request: who sends an effect has written its intent before.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        try check(request)
        let call = TransferCall(request)
        return try await withTaskCancellationHandler {
            unsafe await withUnsafeContinuation { continuation in
                mailbox.post(.start(unsafe TransferJob(call, continuation)))
            }
        } onCancel: {
            call.isCancelled.store(true, ordering: .relaxed)
            mailbox.post(.cancel(call))
        }.get()
    }

    private func check(_ request: HTTPRequest) throws(TransportError) {
        if purpose == .probe, let field = request.fields.credential {
            throw TransportError(.credentialed(field: field), host: request.origin.host.text)
        }
        guard request.content != nil || request.range != nil else { return }
        let contradiction: HTTPSyntaxError? =
            if request.content != nil, request.method.isSafe {
                .content
            } else if request.range != nil, request.sentContent != nil {
                .rangeWithContent
            } else {
                nil
            }
        if let contradiction {
            throw TransportError(.malformed(contradiction), host: request.origin.host.text)
        }
    }
}
