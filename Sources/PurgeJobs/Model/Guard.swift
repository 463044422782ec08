/// What holds a plan back until a person says its exact count: more effects than anybody expects, or less to look at
/// than there should be.
///
/// Its fields are named as the keys of a job file. Only new effects count: what is exempt or was down before does not.
package struct Guard: Hashable, Sendable {
    // MARK: Too much

    /// At most so many items; 500 unless the job says otherwise.
    package var items: Int
    /// At most this share of the clips that were walked; 0.01 unless the job says otherwise.
    package var share: Double
    /// At most so many items for one entry of a list: a hash of something harmless matches half a platform.
    package var perEntry = 25
    /// At most so many items of one channel, where the inventory says whose clips they are.
    package var perChannel = 100
    /// At most so many items that one account has cut, where the inventory says who it was.
    package var perCreator = 100
    /// A list may have at most so many times the entries that it had in the run before; nil for any number.
    package var listGrowth: Int? = 2
    /// The growth below which `listGrowth` says nothing, so that a list of three may become one of ten.
    package var listGrowthEntries = 1000

    // MARK: Too little

    /// Whether an inventory without any clip holds the plan back.
    package var holdsEmptyInventories = true
    /// An inventory may have lost at most this share of the clips that it had in the run before; nil for all of them.
    package var inventoryShrink: Double? = 0.2
    /// A list may have lost at most this share of the entries that it had in the run before; nil for all of them.
    package var listShrink: Double? = 0.2
    /// The share of a list's entries found nowhere from which the plan is held back; nil for never.
    package var notFound: Double? = 1

    package static let standard = Guard(items: 500, share: 0.01)

    package init(items: Int, share: Double) {
        self.items = items
        self.share = share
    }

    /// The largest plan that needs no person, of an inventory of that many clips.
    package func limit(inventory: Int) -> Int { min(items, Int(Double(inventory) * share)) }
}
