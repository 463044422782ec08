/// What one worker takes of a place's work: how many intents a commit holds, how many of them are sent at once.
///
/// What is taken and not yet sent is what a stop has to wait for and a late exemption comes too late for. So a worker
/// takes as much as its place answers in a twentieth of a second: few steps of a slow place, and of a fast one so many
/// that a commit costs little for each. Of a node that is kept to a rate it takes no more than a second's worth.
struct WorkShare: Sendable {
    let place: StepPlace
    let concurrency: Int
    private let largestGroup: Int

    private static let largestGroup = 500
    private static let firstGroup = 100
    private static let groupTime = Duration.milliseconds(50)
    private static let workersPerNode = 4
    /// A store syncs for many at once: one sync of a directory serves whatever gathered.
    private static let storeConcurrency = 64
    private static let preservationGroup = 8
    /// What is done one after the other may take seconds each, while somebody holds the database.
    private static let largestSingly = 16

    init(store: String, gathers: Bool = true) {
        place = .store(store)
        largestGroup = gathers ? Self.largestGroup : Self.largestSingly
        concurrency = gathers ? Self.storeConcurrency : 1
    }

    /// The share of a store that is asked: as many at once as the site allows, since each is answered by itself.
    init(asked store: AskedStore) {
        place = .store(store.name)
        concurrency = store.settings.concurrency
        largestGroup = min(Self.firstGroup, store.settings.rate.map { max(1, Int($0)) } ?? Self.firstGroup)
    }

    /// The share of a preservation place: what is read there is large, and nothing waits for it.
    init(preservation store: String) {
        place = .preservation(store)
        largestGroup = Self.preservationGroup
        concurrency = 1
    }

    private init(_ place: StepPlace, largestGroup: Int, concurrency: Int) {
        self.place = place
        self.largestGroup = largestGroup
        self.concurrency = concurrency
    }

    /// The shares of a node's workers: together they never have more in flight than the site allows.
    static func shares(of node: Platform.Node) -> [WorkShare] {
        let concurrency = node.cache.concurrency
        if let rate = node.cache.rate {
            let second = max(1, min(firstGroup, Int(rate)))
            return [WorkShare(.node(node.name), largestGroup: second, concurrency: min(second, concurrency))]
        }

        let workers = min(workersPerNode, concurrency)
        return (0..<workers).map { index in
            let part = concurrency / workers + (index < concurrency % workers ? 1 : 0)
            return WorkShare(.node(node.name), largestGroup: largestGroup, concurrency: part)
        }
    }

    /// The share of a node's deny list: one worker, since a list that is a file is written whole by one at a time.
    static func denyList(of node: Platform.Node) -> WorkShare? {
        guard node.blocker != nil else { return nil }

        let concurrency = max(1, node.cache.concurrency / 4)
        return WorkShare(.denyList(node.name), largestGroup: largestGroup, concurrency: concurrency)
    }

    /// The share of an endpoint that revokes.
    static func revoker(_ revoker: Platform.Revoker) -> WorkShare {
        let rate = revoker.settings.rate.map { max(1, Int($0)) } ?? largestGroup
        return WorkShare(
            .revoker(revoker.name),
            largestGroup: min(firstGroup, rate),
            concurrency: revoker.settings.concurrency
        )
    }

    /// How much to take at first, when nothing is known of the place's speed.
    var firstGroup: Int { min(Self.firstGroup, largestGroup) }

    /// How much to take next, after so many steps were done in that time.
    func group(after count: Int, in time: Duration) -> Int {
        let inTime = Double(count) * (Self.groupTime / max(time, .microseconds(1)))
        return max(min(concurrency, largestGroup), min(largestGroup, Int(min(inTime, 1e6))))
    }
}
