/// Looks at a store that is asked, and can do nothing else: what plans, watches and dry runs are given of it (R9).
struct StoreLook: ClipStore {
    let store: AskedStore
    let client: HTTPClient
    let pacer: HostPacer

    var name: String { store.name }

    private static let policy = RetryPolicy()

    /// Asks until there is an answer, a bounded number of times.
    func inspect(_ key: ObjectKey) async throws(StoreError) -> ObjectState {
        switch try await answer(for: key) {
        case .there(let evidence): .present(evidence)
        case .hidden, .gone: .absent
        case .refused(let why): throw error(key, .unaskable(why))
        }
    }

    /// The answer to a lookup as it stands, without taking what is hidden for absent.
    func answer(for key: ObjectKey) async throws(StoreError) -> LookupAnswer {
        var failures = 0
        while true {
            do throws(StoreError) {
                return try await ask(key, attempt: failures + 1)
            } catch {
                guard case .busy = error.cause else { throw error }

                failures += 1
                // A cancelled task finds out at its next request.
                try? await Task.sleep(for: Self.policy.wait(afterFailure: failures, random: .system))
            }
        }
    }

    /// - Throws: `busy` for what may pass.
    private func ask(_ key: ObjectKey, attempt: Int) async throws(StoreError) -> LookupAnswer {
        let request: HTTPRequest
        do {
            request = try store.ready(store.adapter.lookupRequest(for: key))
        } catch {
            throw self.error(key, .unaskable("\(error)"))
        }
        let response: HTTPResponse
        do throws(TransportError) {
            response = try await pacer.send(request, by: client)
        } catch {
            if case .retry = FailureDisposition(error, attempt: attempt) {
                throw self.error(key, .busy("\(error)"))
            }
            throw self.error(key, .unanswered("\(error)"))
        }
        let answer = store.adapter.lookupAnswer(to: response)
        guard case .refused(let why) = answer else { return answer }

        switch FailureDisposition(response, attempt: attempt) {
        case .retry: throw self.error(key, .busy(why))
        case .giveUp(.credential), .giveUp(.refused), .giveUp(.redirected), .giveUp(.unsupported),
            .giveUp(.exhausted), .stopRun:
            throw self.error(key, .unanswered(why))
        // It answers others: this one is left to a person.
        case .giveUp, nil: throw self.error(key, .unaskable(why))
        }
    }

    private func error(_ key: ObjectKey, _ cause: StoreError.Cause) -> StoreError {
        StoreError(store: store.name, object: key.description, cause: cause)
    }
}
