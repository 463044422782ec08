/// What a run is for.
package enum RunPurpose: String, CaseIterable, Sendable {
    case takedown
    /// Undoing what former runs did to clips: disables and blocks.
    case restore
}
