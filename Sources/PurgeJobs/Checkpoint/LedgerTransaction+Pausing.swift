import GRDB

// What people decide about sending while it is under way: pauses, throttles, and the stop files that were seen.
extension LedgerTransaction {
    /// Holds a run back, or everything but emergencies; a pause of the same subject is replaced.
    ///
    /// It outlives the process: whoever takes the run up before its end is held back too.
    ///
    /// - Throws: when the run is at its end, or an emergency.
    func pause(_ run: RunID?, until end: Timestamp, by operator: Operator) throws {
        if let run {
            let overview = try snapshot.run(run)
            guard [.walking, .sealed, .applying].contains(overview.state) else {
                throw refuse("run \(run) is \(overview.state.rawValue): there is nothing to pause")
            }
            guard !overview.isEmergency else {
                throw refuse(
                    "run \(run) is an emergency, which nothing pauses; `purge cancel \(run)` ends it"
                )
            }
        }
        guard end > now else { throw refuse("the pause would be over before it begins") }

        try endPause(.command, of: run, because: "replaced")
        try insertPause(.command, of: run, `operator`, until: end)
        var fields = `operator`.fields
        fields["until"] = "\(end)"
        fields["source"] = PauseOverview.Source.command.rawValue
        try append(.paused, run: run?.number ?? 0, fields)
    }

    /// Ends a person's pause of just that subject.
    ///
    /// - Throws: when there is none in force, naming those that are.
    func unpause(_ run: RunID?, by operator: Operator) throws {
        try endWhatExpired()
        guard try endPause(.command, of: run, because: `operator`.reason) > 0 else {
            let others = try snapshot.pauses(at: now).map(\.words).joined(separator: "; ")
            let what = run.map { "run \($0)" } ?? "everything"
            throw refuse(
                "\(what) is not paused by a command" + (others.isEmpty ? "" : "; in force: \(others)")
            )
        }

        try append(.unpaused, run: run?.number ?? 0, `operator`.fields)
    }

    /// Slows a host down; a throttle of the same host is replaced.
    func throttle(_ subject: String, rate: Double, until end: Timestamp, by operator: Operator) throws {
        guard end > now else { throw refuse("the throttle would be over before it begins") }

        try endThrottle(of: subject, because: "replaced")
        try execute(
            """
            INSERT INTO throttle (id, subject, rate, reason, user, host, createdAt, until)
            SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM throttle
            """,
            [
                subject, rate, `operator`.reason, `operator`.user, `operator`.host, now.microseconds,
                end.microseconds,
            ]
        )
        var fields = `operator`.fields
        fields["subject"] = subject
        fields["rate"] = "\(rate)"
        fields["until"] = "\(end)"
        try append(.throttled, run: 0, fields)
    }

    /// Lets a host be asked at its usual pace again.
    ///
    /// - Throws: when it is not throttled.
    func unthrottle(_ subject: String, by operator: Operator) throws {
        try endWhatExpired()
        guard try endThrottle(of: subject, because: `operator`.reason) > 0 else {
            throw refuse("\(VisibleText.of(subject)) is not throttled")
        }

        var fields = `operator`.fields
        fields["subject"] = subject
        try append(.unthrottled, run: 0, fields)
    }

    /// What is in force now; what ended by itself, and stop files that came or went, are written down.
    ///
    /// Nothing is written where nothing has changed.
    func liveRules(_ files: [StopFile: StopFile.Sighting]) throws -> LiveRules {
        try endWhatExpired()
        for file in StopFile.allCases { try note(file, files[file]) }
        try notifyLongPauses()
        return LiveRules(
            pauses: try snapshot.pauses(at: now, files),
            throttles: try snapshot.throttles(at: now)
        )
    }

    // MARK: How a pause ends

    private func endWhatExpired() throws {
        let pauses = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT run FROM pause WHERE source = 'command' AND endedAt IS NULL AND until <= ?"
            ),
            arguments: [now.microseconds]
        )
        for row in pauses {
            let run = (row[0] as Int64?).map { RunID(stored: $0) }
            try endPause(.command, of: run, because: "expired")
            try append(.unpaused, run: run?.number ?? 0, ["reason": "expired"])
        }
        let throttles = try String.fetchAll(
            db.cachedStatement(sql: "SELECT subject FROM throttle WHERE endedAt IS NULL AND until <= ?"),
            arguments: [now.microseconds]
        )
        for subject in throttles {
            try endThrottle(of: subject, because: "expired")
            try append(.unthrottled, run: 0, ["subject": subject, "reason": "expired"])
        }
    }

    private func note(_ file: StopFile, _ sighting: StopFile.Sighting?) throws {
        let source: PauseOverview.Source = file == .pause ? .pauseFile : .panicFile
        let isKnown = try Bool.fetchOne(
            db.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM pause WHERE source = ? AND endedAt IS NULL)"
            ),
            arguments: [source.rawValue]
        )
        switch (sighting, isKnown) {
        case (let sighting?, false):
            let path = file.path(in: StateDirectory(path: path))
            let owner = Operator(user: sighting.owner, host: "", version: "", reason: path)
            try insertPause(source, of: nil, owner, until: nil)
            try append(
                .paused,
                run: 0,
                ["source": source.rawValue, "file": path, "user": owner.user]
            )
            if file == .panic {
                try notify(
                    .panicked,
                    nil,
                    subject: "\(now)",
                    "Nothing is sent any more: the file `panic` is in the state directory."
                )
            }
        case (nil, true):
            try endPause(source, of: nil, because: "the file is gone")
            try append(.unpaused, run: 0, ["source": source.rawValue, "reason": "the file is gone"])
        default: return
        }
    }

    /// After this a pause is told of: what it holds back stays reachable.
    private static let longPause = Duration.seconds(1800)

    private func notifyLongPauses() throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, run, until FROM pause
                    WHERE endedAt IS NULL AND source <> 'panicFile' AND createdAt <= ?
                        AND NOT EXISTS (
                            SELECT 1 FROM notice WHERE kind = 'pausedLong' AND subject = cast(pause.id AS TEXT))
                    """
            ),
            arguments: [now.advanced(by: .zero - Self.longPause).microseconds]
        )
        for row in rows {
            let run = (row[1] as Int64?).map { RunID(stored: $0) }
            let end =
                (row[2] as Int64?).map { "\(Timestamp(microseconds: $0))" } ?? "the file `pause` is gone"
            let what = run.map { "Run \($0)" } ?? "Everything but emergencies"
            try notify(
                .pausedLong,
                run,
                subject: "\(row[0] as Int64)",
                "\(what) is paused for more than half an hour, until \(end)."
            )
        }
    }

    private func insertPause(
        _ source: PauseOverview.Source,
        of run: RunID?,
        _ person: Operator,
        until end: Timestamp?
    ) throws {
        try execute(
            """
            INSERT INTO pause (id, source, run, reason, user, host, createdAt, until)
            SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM pause
            """,
            [
                source.rawValue, run?.number, person.reason, person.user, person.host, now.microseconds,
                end?.microseconds,
            ]
        )
    }

    /// Answers how many were in force.
    @discardableResult
    private func endPause(
        _ source: PauseOverview.Source,
        of run: RunID?,
        because why: String
    ) throws -> Int {
        try execute(
            "UPDATE pause SET endedAt = ?, endedReason = ? WHERE source = ? AND run IS ? AND endedAt IS NULL",
            [now.microseconds, why, source.rawValue, run?.number]
        )
        return db.changesCount
    }

    @discardableResult
    private func endThrottle(of subject: String, because why: String) throws -> Int {
        try execute(
            "UPDATE throttle SET endedAt = ?, endedReason = ? WHERE subject = ? AND endedAt IS NULL",
            [now.microseconds, why, subject]
        )
        return db.changesCount
    }
}
