internal import Synchronization

/// A request as its caller and the loop share it.
final class TransferCall: Sendable {
    let request: HTTPRequest
    /// Set before the loop is told, as a cancellation may overtake its request.
    let isCancelled = Atomic(false)

    init(_ request: HTTPRequest) { self.request = request }
}
