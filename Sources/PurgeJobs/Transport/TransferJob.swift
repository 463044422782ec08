/// A call together with the task that waits for it.
///
/// Whoever holds it must answer exactly once: `TransferLoop` takes it out of its lane or transfer to do so.
@safe
struct TransferJob {
    typealias Outcome = Result<HTTPResponse, TransportError>

    let call: TransferCall
    private let continuation: UnsafeContinuation<Outcome, Never>

    init(_ call: TransferCall, _ continuation: UnsafeContinuation<Outcome, Never>) {
        self.call = call
        unsafe self.continuation = unsafe continuation
    }

    func answer(_ outcome: Outcome) { unsafe continuation.resume(returning: outcome) }

    /// Answers with a failure before anything was sent.
    func fail(_ kind: TransportError.Kind) {
        answer(.failure(TransportError(kind, host: call.request.origin.host.text)))
    }
}
