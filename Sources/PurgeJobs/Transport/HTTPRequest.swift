/// One HTTP request, with its limits.
struct HTTPRequest: Sendable {
    var method: HTTPMethod
    var origin: HTTPOrigin
    var target: RequestTarget
    /// Where to connect in place of the origin's own address.
    var via: NodeAddress?
    var fields = HTTPFields()
    var range: ByteRange?
    var content: [UInt8]?
    /// What becomes of the response's body.
    var body = BodyPolicy.drain
    /// When to give up, waiting for a turn included.
    var deadline: ContinuousClock.Instant
    /// Whether libcurl may send it a second time when a kept connection closes unanswered.
    ///
    /// Never set it for an effect: a second sending has no intent of its own.
    var isRepeatable: Bool

    init(
        _ method: HTTPMethod,
        _ origin: HTTPOrigin,
        _ target: RequestTarget,
        deadline: ContinuousClock.Instant = .now + .seconds(30)
    ) {
        self.method = method
        self.origin = origin
        self.target = target
        self.deadline = deadline
        isRepeatable = method.isSafe
    }

    /// The content to send; none and empty are different for methods that promise some.
    var sentContent: [UInt8]? { content ?? (method.expectsContent ? [] : nil) }
}
