/// What keeps a run from asking a place that refuses everything: once open, nothing is sent there but one step to try
/// after a pause.
///
/// It opens when the place refused anybody's credentials or permissions several times with no success between, or when
/// most of its last answers were failures. Items are not to blame for it, so none is set aside.
struct FailureBreaker: Sendable {
    /// How much may be taken now.
    enum Allowance: Hashable, Sendable {
        case all
        /// One step, to see whether the place is well again.
        case probe
        case nothing
    }

    /// What an answer says of its place.
    enum Sign: Hashable, Sendable {
        case success
        /// A credential or a permission is missing: it would have refused any item.
        case refusal
        case failure
        /// Nothing: the place asked for time, or the step was never sent.
        case silence
    }

    private enum State {
        case closed
        case open(until: Timestamp)
        case probing
    }

    static let refusalsInRow = 5
    static let window = 100
    /// More failures than these of the last hundred answers open it.
    static let failuresInWindow = 50
    static let firstPause = Duration.seconds(30)
    static let longestPause = Duration.seconds(600)

    /// After it a step that its place refused may be taken again, by whoever may take one.
    static let excuse = Duration.seconds(1)

    private var state = State.closed
    private var pause = firstPause
    private var refusals = 0
    private var failures: [Bool] = []
    private var oldest = 0

    init() {}

    /// One that an earlier process left open: it tries one step at once.
    init(leftOpenAt now: Timestamp) { state = .open(until: now) }

    var isOpen: Bool {
        if case .closed = state { false } else { true }
    }

    /// How much of the place's work may be taken; whoever gets `probe` has to tell what became of it.
    mutating func allowance(_ now: Timestamp) -> Allowance {
        switch state {
        case .closed: return .all
        case .probing: return .nothing
        case .open(let end):
            guard end <= now else { return .nothing }

            state = .probing
            return .probe
        }
    }

    /// The probe found nothing to take, or no answer: another may try.
    mutating func returnProbe(_ now: Timestamp) {
        if case .probing = state { state = .open(until: now) }
    }

    /// Takes an answer in while it is closed; says why it opened, where it did.
    mutating func note(_ sign: Sign, _ now: Timestamp) -> String? {
        guard case .closed = state, sign != .silence else { return nil }

        refusals = sign == .refusal ? refusals + 1 : sign == .success ? 0 : refusals
        push(isFailure: sign != .success)
        let failed = failures.count(where: \.self)
        let cause: String? =
            if refusals >= Self.refusalsInRow {
                "it refused \(refusals) times with no success between"
            } else if failures.count == Self.window, failed > Self.failuresInWindow {
                "\(failed) of its last \(Self.window) answers were failures"
            } else {
                nil
            }
        if cause != nil { state = .open(until: now.advanced(by: pause)) }
        return cause
    }

    /// Takes the answer to the step that was tried in; says whether it closed.
    mutating func noteProbe(_ sign: Sign, _ now: Timestamp) -> Bool {
        guard case .probing = state else { return false }

        switch sign {
        case .success:
            self = Self()
            return true
        case .refusal, .failure:
            pause = min(Self.longestPause, pause * 2)
            state = .open(until: now.advanced(by: pause))
        case .silence:
            state = .open(until: now.advanced(by: pause))
        }
        return false
    }

    private mutating func push(isFailure: Bool) {
        if failures.count < Self.window {
            failures.append(isFailure)
        } else {
            failures[oldest] = isFailure
            oldest = (oldest + 1) % Self.window
        }
    }
}
