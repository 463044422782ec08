/// Says why there is no permit to send.
enum PacingRefusal: Error, Hashable, Sendable {
    case cancelled
    /// The turn would come after the deadline. The time is how long the host is still to be left alone; zero
    /// when it is only busy.
    case tooLate(Duration)
}
