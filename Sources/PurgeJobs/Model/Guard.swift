/// The limit on how many new effects a plan may have before a person has to say the exact count.
package struct Guard: Hashable, Sendable {
    /// At most so many items; 500 unless the job says otherwise.
    package var items: Int
    /// At most this share of the clips that were walked; 0.01 unless the job says otherwise.
    package var share: Double

    package static let standard = Guard(items: 500, share: 0.01)

    package init(items: Int, share: Double) {
        self.items = items
        self.share = share
    }

    /// The largest plan that needs no person, of an inventory of that many clips.
    package func limit(inventory: Int) -> Int { min(items, Int(Double(inventory) * share)) }
}
