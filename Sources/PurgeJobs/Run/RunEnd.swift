/// How an apply or resume ended.
package enum RunEnd: String, Sendable {
    /// Every reported entry is dark everywhere.
    case dark
    /// Every clip that was to be brought back is lit at every edge.
    case restored
    /// Something is still due; the run goes on another time.
    case settling
    /// Nothing is due, but something is lit, unknown, set aside or was not found.
    case partial
    /// Stopped by a signal; resumable.
    case interrupted
    /// Stopped by the file `panic`; resumable once it is gone.
    case panicked
    /// Ended by a person's request.
    case cancelled
}
