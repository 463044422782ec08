/// What another command asks the holder of the ledger to do.
package struct LedgerRequest: Codable, Sendable {
    package enum Action: String, Codable, Sendable {
        case addExemption
        case removeExemption
        case addHold
        case removeHold
        case addWithdrawal
        case removeWithdrawal
        case cancel
        case pause
        case unpause
        case throttle
        case unthrottle
        /// Let go of the ledger for a while: the asker goes first (R19).
        case giveWay
    }

    package let action: Action
    /// The clip's id as hexadecimal digits; empty for a run.
    package let clip: String
    /// Microseconds since 1970; nil for no expiry.
    package let until: Int64?
    package let run: String?
    /// The list of an entry that is withdrawn; nil for other requests.
    package let list: String?
    /// What the entry can be, each as hexadecimal digits; nil for other requests.
    package let entry: [String]?
    /// The host that is throttled; nil for other requests.
    package let subject: String?
    /// Requests a second; nil for other requests.
    package let rate: Double?
    /// Whether a hold has the bytes preserved; nil for other requests.
    package let preserves: Bool?
    package let user: String
    package let host: String
    package let version: String
    package let reason: String

    package init(
        _ action: Action,
        clip: ClipID? = nil,
        until: Timestamp? = nil,
        run: RunID? = nil,
        list: String? = nil,
        entry: String? = nil,
        subject: String? = nil,
        rate: Double? = nil,
        preserves: Bool? = nil,
        by operator: Operator
    ) {
        self.action = action
        self.clip = clip.map { Hexadecimal.text(of: $0.bytes) } ?? ""
        self.until = until?.microseconds
        self.run = run?.description
        self.list = list
        self.entry = entry.map { EntryIdentity.candidates($0).map { Hexadecimal.text(of: $0) } }
        self.subject = subject
        self.rate = rate
        self.preserves = preserves
        user = `operator`.user
        host = `operator`.host
        version = `operator`.version
        reason = `operator`.reason
    }

    private var asker: Operator { Operator(user: user, host: host, version: version, reason: reason) }
}

extension Ledger {
    /// Does what a request asks for, in one transaction.
    ///
    /// - Throws: `LedgerError.Cause.wrongState` when it does not fit the state that the ledger is in.
    package func fulfil(_ request: LedgerRequest) async throws(LedgerError) {
        try await change { try request.apply(to: $0) }
    }
}

extension LedgerRequest {
    fileprivate func apply(to transaction: LedgerTransaction) throws {
        switch action {
        case .addExemption:
            try transaction.decide(.exemption, on: try named(transaction), until: expiry, by: asker)
        case .addHold:
            try transaction.decide(
                .hold,
                on: try named(transaction),
                until: expiry,
                preserves: preserves ?? false,
                by: asker
            )
        case .removeExemption:
            try transaction.removeDecision(.exemption, on: try named(transaction), by: asker)
        case .removeHold: try transaction.removeDecision(.hold, on: try named(transaction), by: asker)
        case .addWithdrawal:
            let (list, identities) = try entryNamed(transaction)
            try transaction.withdraw(identities, from: list, by: asker)
        case .removeWithdrawal:
            let (list, identities) = try entryNamed(transaction)
            try transaction.removeWithdrawal(identities, from: list, by: asker)
        case .cancel:
            guard let id = try runNamed(transaction) else {
                throw transaction.refuse("the request names no run")
            }

            try transaction.cancel(id, by: asker)
        case .pause:
            guard let expiry else { throw transaction.refuse("the request names no end of the pause") }

            try transaction.pause(try runNamed(transaction), until: expiry, by: asker)
        case .unpause: try transaction.unpause(try runNamed(transaction), by: asker)
        case .throttle, .unthrottle: try throttle(in: transaction)
        case .giveWay: throw transaction.refuse("there is nobody to give way")
        }
    }

    private func throttle(in transaction: LedgerTransaction) throws {
        guard let subject, !subject.isEmpty else { throw transaction.refuse("the request names no host") }
        guard action == .throttle else { return try transaction.unthrottle(subject, by: asker) }
        guard let rate, rate > 0, rate.isFinite, let expiry else {
            throw transaction.refuse("the request names no rate, or no end of it")
        }

        try transaction.throttle(subject, rate: rate, until: expiry, by: asker)
    }

    private func runNamed(_ transaction: LedgerTransaction) throws -> RunID? {
        guard let run else { return nil }
        guard let id = RunID(run) else { throw transaction.refuse("the request names no run") }

        return id
    }

    private var expiry: Timestamp? { until.map(Timestamp.init(microseconds:)) }

    private func entryNamed(_ transaction: LedgerTransaction) throws -> (list: String, [[UInt8]]) {
        guard let list, let entry else { throw transaction.refuse("the request names no entry of a list") }

        return (list, entry.compactMap { Hexadecimal.bytes(of: $0.utf8) })
    }

    private func named(_ transaction: LedgerTransaction) throws -> ClipID {
        guard let bytes = Hexadecimal.bytes(of: clip.utf8), let id = ClipID(bytes) else {
            throw transaction.refuse("the request names no clip")
        }

        return id
    }
}
