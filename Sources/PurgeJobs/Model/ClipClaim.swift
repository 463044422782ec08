/// What keeps a clip down: claims are counted, and the last one that goes lets the clip come back.
package enum ClipClaim: Hashable, Sendable, CustomStringConvertible {
    /// A run took it down, or found it down, and nobody has released that since.
    case run(RunID)
    /// The run is not at its end.
    case unfinished(RunID)
    /// Nobody knows yet what came of an effect on it.
    case attempt(RunID)
    case hold(reason: String)
    /// Its bytes were put aside for a hold, and nobody has released them.
    case preserved

    package var description: String {
        switch self {
        case .run(let run): "run \(run) took it down"
        case .unfinished(let run): "run \(run) is not finished; wait for it, or `purge cancel \(run)`"
        case .attempt(let run): "an attempt of run \(run) has no receipt; `purge resume \(run)` settles it"
        case .hold(let reason): "a hold (\(VisibleText.of(reason)))"
        case .preserved: "its bytes are preserved; `purge preserved release` gives them back first"
        }
    }
}
