/// What a search for clips close to those of a plan found; for people to look at, never a part of the plan.
struct RelativeFindings: Sendable {
    /// One clip that is close to an item.
    struct Relative: Hashable, Sendable {
        let clip: ClipID
        let relation: ClipRelation
        /// The item's number; of several, the first.
        let item: Int64
        let views: Int64?
    }

    /// What sums are kept for: the items of one channel have one sum, under the first of them.
    struct Subject: Hashable, Sendable {
        let relation: ClipRelation
        let item: Int64
    }

    struct Sum: Sendable {
        var clips: Int64 = 0
        /// As far as inventories say.
        var views: Int64 = 0
    }

    /// Those that are named.
    private(set) var relatives: [Relative] = []
    /// All of them, also those that are not named.
    private(set) var sums: [Subject: Sum] = [:]
    /// Why not everything was searched; nil when it was.
    private(set) var shortfall: String?

    /// How many are named in all, and how many of one channel or account: enough for a person to begin with.
    static let (maximumNamed, maximumOfAccount) = (10_000, 25)
    private var named: Set<ClipID> = []

    init(shortfall: String? = nil) { self.shortfall = shortfall }

    /// Says of one source more why it was not searched.
    mutating func fallShort(_ reason: String) {
        shortfall = shortfall.map { "\($0); \(reason)" } ?? reason
    }

    /// Counts a clip, and names it where there is room; one that is named already is not counted again.
    mutating func note(_ relative: Relative) {
        guard !named.contains(relative.clip) else { return }

        let subject = Subject(relation: relative.relation, item: relative.item)
        var sum = sums[subject] ?? Sum()
        sum.clips += 1
        // Inventories say what they like: a sum that no longer fits stays at the largest number.
        let (views, overflows) = sum.views.addingReportingOverflow(max(0, relative.views ?? 0))
        sum.views = overflows ? .max : views
        sums[subject] = sum
        let isAccount = relative.relation == .sameChannel || relative.relation == .sameCreator
        guard relatives.count < Self.maximumNamed, !isAccount || sum.clips <= Self.maximumOfAccount else {
            return
        }

        named.insert(relative.clip)
        relatives.append(relative)
    }
}
