import GRDB

// What holds sending back now: what people said, and the stop files beside the ledger.
extension LedgerSnapshot {
    /// Every pause in force, the stop files first.
    package func pauses(at now: Timestamp) throws -> [PauseOverview] {
        try pauses(at: now, StopFile.seen(in: StateDirectory(path: path)))
    }

    /// Those that hold a run back; none where the run has nothing left to be held.
    package func pauses(of run: RunOverview, at now: Timestamp) throws -> [PauseOverview] {
        guard [.walking, .sealed, .applying].contains(run.state) else { return [] }

        return try pauses(at: now).filter { $0.holds(run.id, isEmergency: run.isEmergency) }
    }

    func pauses(at now: Timestamp, _ files: [StopFile: StopFile.Sighting]) throws -> [PauseOverview] {
        let people = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT p.run, p.reason, p.user, p.host, p.createdAt, p.until FROM pause p
                    LEFT JOIN run r ON r.id = p.run
                    WHERE p.source = 'command' AND p.endedAt IS NULL AND p.until > ?
                        AND (p.run IS NULL OR r.state IN ('walking', 'sealed', 'applying'))
                    ORDER BY p.id
                    """
            ),
            arguments: [now.microseconds]
        ).map { row in
            PauseOverview(
                source: .command,
                run: (row[0] as Int64?).map { RunID(stored: $0) },
                reason: row[1],
                user: row[2],
                host: row[3],
                createdAt: Timestamp(microseconds: row[4]),
                until: Timestamp(microseconds: row[5])
            )
        }
        return [StopFile.panic, .pause].compactMap { file in files[file].map { overview(of: file, $0) } }
            + people
    }

    private func overview(of file: StopFile, _ sighting: StopFile.Sighting) -> PauseOverview {
        PauseOverview(
            source: file == .panic ? .panicFile : .pauseFile,
            run: nil,
            reason: file.path(in: StateDirectory(path: path)),
            user: sighting.owner,
            host: "",
            createdAt: sighting.since,
            until: nil
        )
    }

    /// Every throttle in force.
    package func throttles(at now: Timestamp) throws -> [ThrottleOverview] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT subject, rate, reason, user, host, createdAt, until FROM throttle
                    WHERE endedAt IS NULL AND until > ? ORDER BY subject
                    """
            ),
            arguments: [now.microseconds]
        ).map { row in
            ThrottleOverview(
                subject: row[0],
                rate: row[1],
                reason: row[2],
                user: row[3],
                host: row[4],
                createdAt: Timestamp(microseconds: row[5]),
                until: Timestamp(microseconds: row[6])
            )
        }
    }
}
