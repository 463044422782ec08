/// Leave to send one request to a host now.
///
/// It cannot be copied, so its place is given back exactly once: by `finish`, or when it is dropped.
struct PacingPermit: ~Copyable, Sendable {
    private let pacer: HostPacer
    private let key: PacingKey
    private let epoch: Int

    init(_ pacer: HostPacer, _ key: PacingKey, epoch: Int) {
        self.pacer = pacer
        self.key = key
        self.epoch = epoch
    }

    deinit { pacer.leave(key) }

    /// Gives the place back and tells the pacer what the host answered.
    consuming func finish(_ response: HTTPResponse) { pacer.learn(response, key, epoch: epoch) }
}
