/// What became of an item's bytes, independent of whether its links can be seen.
package enum BytesState: String, CaseIterable, Sendable {
    /// Where they were.
    case present
    /// In quarantine: refused, and restorable.
    case hidden
    /// Destroyed, every version.
    case erased
    /// Copied for a hold.
    case preserved
}
