/// The pace of every host that was asked of late.
///
/// Bounded: hosts with nothing to remember are forgotten.
struct HostPaces {
    enum Admission {
        /// Now.
        case go(epoch: Int)
        /// The turn is taken, and comes then.
        case wait(ContinuousClock.Instant, epoch: Int)
        /// All of the host's places are taken.
        case full
        case refused(PacingRefusal)
    }

    /// Hosts remembered at once, those that are at work or paused apart.
    static let capacity = 4096

    private var paces: [PacingKey: HostPace] = [:]
    private var lastID = 0

    var count: Int { paces.count }

    subscript(key: PacingKey) -> HostPace? {
        get { paces[key] }
        _modify { yield &paces[key] }
    }

    /// Takes a place at the host, unless there is one already, and the next turn.
    mutating func admit(
        _ key: PacingKey,
        hasPlace: Bool,
        now: ContinuousClock.Instant,
        deadline: ContinuousClock.Instant,
        limits: @autoclosure () -> PacingLimits
    ) -> Admission {
        if paces.count >= Self.capacity, paces[key] == nil {
            paces = paces.filter { !$0.value.isQuiet(at: now) }
        }
        return paces[key, default: HostPace(limits(), now: now)]
            .admit(hasPlace: hasPlace, now: now, deadline: deadline)
    }

    /// The hosts that want to be left alone, and for how long still.
    func pauses(at now: ContinuousClock.Instant) -> [(key: PacingKey, time: Duration)] {
        paces.compactMap { key, pace in
            let time = pace.remainingPause(at: now)
            return time > .zero ? (key, time) : nil
        }
    }

    mutating func newID() -> Int {
        lastID += 1
        return lastID
    }
}
