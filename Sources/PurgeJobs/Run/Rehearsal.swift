/// An emergency on the site's canary, a clip of the platform's own, and its undoing: everything for real, on one clip.
package struct Rehearsal: Sendable {
    private let canary: ClipID
    private let takedown: Takedown
    private let restore: Takedown
    private let order: RestoreOrder

    /// How long each half may take.
    private static let deadline = Duration.seconds(600)

    /// Reads the site file.
    ///
    /// - Throws: `JobFileError` for the site file, `EmergencyError` when it names no canary.
    package init(site flag: String?, environment: [String: String]) throws {
        let site = try SiteCheck(site: flag, environment: environment).site
        guard let canary = site.canary else { throw EmergencyError.noCanary }

        self.canary = canary
        let emergency = try EmergencyOrder(
            clips: [String(decoding: canary.bytes, as: UTF8.self)],
            urls: [],
            list: nil,
            isDeleted: false,
            deadline: Self.deadline
        )
        takedown = try Takedown(emergency, site: flag, environment: environment)
        order = RestoreOrder(.clip(canary), claims: nil, deadline: Self.deadline)
        restore = try Takedown(order, site: flag, environment: environment)
    }

    /// Takes the canary down, sees it dark everywhere, brings it back, sees it lit everywhere; says how long each took.
    ///
    /// - Throws: `EmergencyError` when the canary is not there to begin with, and what an emergency and a restore throw.
    package func rehearse(
        in ledger: Ledger,
        by operator: Operator,
        stop: StopSignal,
        progress: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> [CheckFinding] {
        let begun = ledger.now
        let down = try await takedown.plan(in: ledger, by: `operator`, stop: stop, progress: progress)
        let targets = try await ledger.change { try $0.snapshot.targets(of: down.run) }
        guard targets.contains(where: { $0.present > 0 }) else {
            throw EmergencyError.canaryIsGone(canary)
        }

        let end = try await takedown.apply(
            down.run,
            count: nil,
            in: ledger,
            by: `operator`,
            stop: stop,
            progress: progress
        )
        let times = try await ledger.change { try $0.snapshot.times(of: down.run) }
        var findings = [
            try await finding("canary taken down", down.run, in: ledger, end == .dark, begun, times)
        ]
        guard !stop.isStopping else { return findings + [stillDown] }

        // What goes on being taken down cannot come back.
        if end == .settling { try await ledger.change { try $0.cancel(down.run, by: `operator`) } }
        let turned = ledger.now
        let up = try await restore.plan(order, in: ledger, by: `operator`).plan
        let last = try await restore.apply(
            up.run,
            count: nil,
            in: ledger,
            by: `operator`,
            stop: stop,
            progress: progress
        )
        let later = try await ledger.change { try $0.snapshot.times(of: up.run) }
        findings.append(
            try await finding("canary brought back", up.run, in: ledger, last == .restored, turned, later)
        )
        return last == .restored ? findings : findings + [stillDown]
    }

    private var stillDown: CheckFinding {
        .bad(
            .rehearsal,
            "canary",
            "is not lit everywhere",
            next: "purge restore \(canary) --reason rehearsal --execute"
        )
    }

    private func finding(
        _ subject: String,
        _ run: RunID,
        in ledger: Ledger,
        _ isGood: Bool,
        _ begun: Timestamp,
        _ times: RunTimes
    ) async throws -> CheckFinding {
        let outcome = try await ledger.change { transaction in
            Headline.of(try transaction.snapshot.run(run), try transaction.snapshot.conservation(of: run))
        }
        let (first, last) = (Self.text(times.firstIntent, begun), Self.text(times.last, begun))
        let detail = "\(outcome) First effect after \(first), last look after \(last)"
        return isGood
            ? .good(.rehearsal, subject, detail)
            : .bad(.rehearsal, subject, detail, next: "purge report \(run) tells the rest")
    }

    /// Seconds to three digits, such as `0.052 s`.
    private static func text(_ time: Timestamp?, _ begun: Timestamp) -> String {
        guard let time else { return "no time" }

        let milliseconds = Int64(time.duration(since: begun) / .milliseconds(1))
        return "\(milliseconds / 1000).\("\(milliseconds % 1000 + 1000)".dropFirst()) s"
    }
}
