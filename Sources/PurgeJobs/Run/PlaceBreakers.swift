import Synchronization

/// The breakers of a run's places, shared by all who work there.
final class PlaceBreakers: Sendable {
    /// Answers as they are to be written down, with what else is to be.
    struct Judgement: Sendable {
        let receipts: [StepReceipt]
        /// Why the place's breaker opened, where nobody has written it down yet.
        let opened: String?
        /// Whether it closed, where nobody has written it down yet.
        let isClosed: Bool
    }

    private struct Place {
        var breaker = FailureBreaker()
        var opened: String?
        var isClosed = false
    }

    private let places: Mutex<[StepPlace: Place]>
    private let clock: @Sendable () -> Timestamp

    /// Takes over what an earlier process left open, so that one step is tried there first.
    init(leftOpen places: [StepPlace], clock: @escaping @Sendable () -> Timestamp) {
        var known: [StepPlace: Place] = [:]
        for place in places { known[place] = Place(breaker: FailureBreaker(leftOpenAt: clock())) }
        self.places = Mutex(known)
        self.clock = clock
    }

    func isOpen(_ place: StepPlace) -> Bool { places.withLock { $0[place]?.breaker.isOpen == true } }

    /// Where nothing is sent for now, in the order of their names.
    var open: [String] {
        places.withLock { $0.filter { $0.value.breaker.isOpen }.map(\.key.text).sorted() }
    }

    func allowance(at place: StepPlace) -> FailureBreaker.Allowance {
        let now = clock()
        return places.withLock { $0[place]?.breaker.allowance(now) ?? .all }
    }

    func returnProbe(at place: StepPlace) {
        let now = clock()
        places.withLock { $0[place]?.breaker.returnProbe(now) }
    }

    /// Takes an answer in as soon as it is there, so that a group that waits to be sent is not.
    func note(_ receipt: StepReceipt, at place: StepPlace, isProbe: Bool) {
        let now = clock()
        places.withLock { places in
            if isProbe {
                guard places[place]?.breaker.noteProbe(receipt.sign, now) == true else { return }

                places[place]?.isClosed = true
            } else if let cause = places[place, default: Place()].breaker.note(receipt.sign, now) {
                places[place]?.opened = cause + (receipt.reason.map { " (\($0))" } ?? "")
            }
        }
    }

    /// The answers of a group as they are written down: while the breaker is open, no item is blamed for what its place
    /// refused.
    func judge(_ receipts: [StepReceipt], at place: StepPlace) -> Judgement {
        places.withLock { places in
            let known = places[place] ?? Place()
            places[place]?.opened = nil
            places[place]?.isClosed = false
            return Judgement(
                receipts: known.breaker.isOpen ? receipts.map(\.excused) : receipts,
                opened: known.opened,
                isClosed: known.isClosed
            )
        }
    }
}

extension StepReceipt {
    /// What it says of its place rather than of its item.
    fileprivate var sign: FailureBreaker.Sign {
        switch next {
        case .finish, .await: .success
        case .postpone, .handBack: .silence
        case .retry, .setAside:
            switch outcome {
            case .refused, .failed, .unknown: isRefusal ? .refusal : .failure
            case .done, .already, .gone, .different, .accepted: .success
            }
        }
    }

    fileprivate var reason: String? { status.map { "last: \($0)" } ?? detail }

    /// The same answer, for which the item is not to blame.
    fileprivate var excused: Self {
        guard sign == .refusal || sign == .failure else { return self }

        return Self(
            claim: claim,
            outcome: outcome,
            status: status,
            detail: detail,
            next: .postpone(for: FailureBreaker.excuse),
            isRefusal: isRefusal
        )
    }
}
