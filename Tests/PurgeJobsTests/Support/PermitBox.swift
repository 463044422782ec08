@testable import PurgeJobs

/// Holds a permit where a closure or a later line gives it back: a permit itself can be used up only once.
final class PermitBox: @unchecked Sendable {
    /// Touched by one task at a time.
    private var permit: PacingPermit?

    init(_ permit: consuming PacingPermit) { self.permit = consume permit }

    func finish(_ response: HTTPResponse) {
        guard let permit = permit.take() else { return }
        permit.finish(response)
    }

    func drop() { permit = nil }
}
