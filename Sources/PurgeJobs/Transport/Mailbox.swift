/// How tasks reach a loop: the one thing that they and its thread share.
final class Mailbox: Sendable {
    enum Message {
        case start(TransferJob)
        case cancel(TransferCall)
        case stop
    }

    private struct State {
        var messages: [Message] = []
        var isAsleep = false
    }

    private let state = Lock(State())
    let multi: MultiHandle

    init(_ multi: MultiHandle) { self.multi = multi }

    /// Leaves a message; wakes the loop once a sleep, not once a message.
    func post(_ message: sending Message) {
        let mustWake = state.withLock { state in
            state.messages.append(message)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if mustWake { multi.wake() }
    }

    /// Swaps the messages that have come for an empty, spent array.
    func take(into spent: inout [Message]) {
        spent.removeAll(keepingCapacity: true)
        state.withLock { state in
            swap(&spent, &state.messages)
            state.isAsleep = false
        }
    }

    /// Sleeps in libcurl until there is something to do.
    ///
    /// Never longer than 50 ms while transfers run: libcurl 7.88 can hold HTTP/2 data that it has read, with
    /// no socket to wake it, and only looks at every transfer when it is called.
    func wait(isBusy: Bool) {
        let isEmpty = state.withLock { state in
            state.isAsleep = state.messages.isEmpty
            return state.isAsleep
        }
        if isEmpty { multi.wait(isBusy ? 50 : 60_000) }
    }
}
