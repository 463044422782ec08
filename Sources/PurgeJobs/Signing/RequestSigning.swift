/// Proves who sends a request, by something added to it that fits this request alone.
///
/// A signature is good for one sending: whoever sends again signs again, with the time of then.
protocol RequestSigning: Sendable {
    /// The request with everything that proves its sender.
    ///
    /// - Throws: what cannot stand in a header, such as a credential with a line break.
    func signed(_ request: HTTPRequest, at now: Timestamp) throws(HTTPSyntaxError) -> HTTPRequest
}
