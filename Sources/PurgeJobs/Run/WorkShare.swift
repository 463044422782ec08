/// What one worker takes of a place's work: how many intents a commit holds, how many of them are sent at once.
///
/// What is taken and not yet sent is what a stop has to wait for and a late exemption comes too late for. So a worker of
/// a node that is kept to a rate takes no more than that node is asked in a second.
struct WorkShare: Sendable {
    let place: StepPlace
    let groupSize: Int
    let concurrency: Int

    private static let largestGroup = 100
    private static let workersPerNode = 4
    /// A store syncs for many at once: one sync of a directory serves whatever gathered.
    private static let storeConcurrency = 64

    init(store: String) {
        place = .store(store)
        groupSize = Self.largestGroup
        concurrency = Self.storeConcurrency
    }

    private init(node: String, groupSize: Int, concurrency: Int) {
        place = .node(node)
        self.groupSize = groupSize
        self.concurrency = concurrency
    }

    /// The shares of a node's workers: together they never have more in flight than the site allows.
    static func shares(of node: Platform.Node) -> [WorkShare] {
        let concurrency = node.cache.concurrency
        if let rate = node.cache.rate {
            let second = max(1, min(largestGroup, Int(rate)))
            return [WorkShare(node: node.name, groupSize: second, concurrency: min(second, concurrency))]
        }

        let workers = min(workersPerNode, concurrency)
        return (0..<workers).map { index in
            let part = concurrency / workers + (index < concurrency % workers ? 1 : 0)
            return WorkShare(node: node.name, groupSize: largestGroup, concurrency: part)
        }
    }
}
