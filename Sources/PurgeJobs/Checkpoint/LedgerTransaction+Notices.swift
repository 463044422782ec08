import Foundation
import GRDB

// The outbox: what people are to be told is written in the transaction of what it tells of.
extension LedgerTransaction {
    /// Notes that people are to be told; of one kind and subject only once.
    ///
    /// `sentence` is ours: no text of an inventory, a list or a person is in it.
    func notify(_ kind: NoticeKind, _ run: RunID?, subject: String, _ sentence: String) throws {
        let id = "msg_" + Hexadecimal.text(of: (0..<16).map { _ in UInt8.random(in: 0...255) })
        try execute(
            """
            INSERT INTO notice (number, id, kind, run, subject, sentence, at)
            SELECT coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ? FROM notice
            WHERE true ON CONFLICT (kind, subject) DO NOTHING
            """,
            [id, kind.rawValue, run?.number, subject, sentence, now.microseconds]
        )
    }

    /// The same of a whole run, once in its life.
    func notify(_ kind: NoticeKind, _ run: RunID, _ sentence: String) throws {
        try notify(kind, run, subject: "\(run)", "Run \(run) of job \(try job(of: run)) \(sentence)")
    }

    func job(of run: RunID) throws -> String { try snapshot.run(run).job }

    /// How a run ended, in counts.
    func notifyClosed(_ run: RunID) throws {
        let sums = try snapshot.conservation(of: run)
        let isRestore = try purpose(of: run) == .restore
        let isGood = isRestore ? sums.isAllLit : sums.isAllDark
        let word =
            isRestore
            ? "\(sums.lit) of \(sums.acted) clips are lit again"
            : "\(sums.dark) of \(sums.acted) clips are dark"
        try notify(
            isGood ? .closedDark : .closedPartial,
            run,
            "is closed: \(word) at every edge\(rest(sums))."
        )
    }

    /// That the job's patience is over.
    func notifyNotDark(_ run: RunID) throws {
        let sums = try snapshot.conservation(of: run)
        try notify(
            .notDark,
            run,
            "is not at its goal at the deadline: \(sums.dark) of \(sums.acted) clips are dark\(rest(sums)). It goes on."
        )
    }

    /// That a run could not be worked on; why is for whoever takes it up.
    func notifyFailed(_ run: RunID) throws {
        try notify(.runFailed, run, "could not be worked on; `purge resume \(run)` says why.")
    }

    private func rest(_ sums: Conservation) -> String {
        let parts = [
            (sums.lit, "lit"), (sums.unknown, "unknown"), (sums.failed, "without an end"),
            (sums.setAside, "set aside"), (sums.pending, "pending"), (sums.notFound, "entries not found"),
        ]
        let words = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return words.isEmpty ? "" : "; \(words.joined(separator: ", "))"
    }

    // MARK: Telling

    /// Writes down, once, which notices of the last day a channel is to get; those of other sites are not for it.
    func enroll(_ channel: String, of site: String, _ kinds: [NoticeKind]) throws {
        let names = "[" + kinds.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]"
        try execute(
            """
            INSERT INTO delivery (notice, channel, state, due)
            SELECT n.number, ?1, 'waiting', ?2 FROM notice n LEFT JOIN run r ON r.id = n.run
            WHERE n.at > ?3 AND n.kind IN (SELECT value FROM json_each(?4))
                AND (n.run IS NULL OR r.site = ?5)
                AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.notice = n.number AND d.channel = ?1)
            """,
            [
                channel, now.microseconds, now.advanced(by: .zero - NoticeDelivery.patience).microseconds,
                names, site,
            ]
        )
    }

    /// What is due to be sent to a channel, oldest first.
    func dueDeliveries(to channel: String, limit: Int) throws -> [NoticeDelivery] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT n.number, n.id, n.kind, n.at, n.run, r.job, n.sentence, d.tries
                    FROM delivery d JOIN notice n ON n.number = d.notice LEFT JOIN run r ON r.id = n.run
                    WHERE d.channel = ? AND d.due <= ? ORDER BY d.notice LIMIT ?
                    """
            ),
            arguments: [channel, now.microseconds, limit]
        ).compactMap { row in
            // A newer Purge's kind cannot be here: such a ledger is refused.
            guard let kind = NoticeKind(rawValue: row[2]) else { return nil }

            let notice = Notice(
                number: row[0],
                id: row[1],
                kind: kind,
                at: Timestamp(microseconds: row[3]),
                run: (row[4] as Int64?).map { RunID(stored: $0) },
                job: row[5],
                sentence: row[6]
            )
            return NoticeDelivery(notice: notice, channel: channel, tries: row[7])
        }
    }

    /// Notes that a channel took a notice, or why not; after a day it is given up, which is an event.
    func record(_ delivery: NoticeDelivery, failure: String?) throws {
        let key: [any DatabaseValueConvertible] = [delivery.notice.number, delivery.channel]
        guard let failure else {
            return try execute(
                """
                UPDATE delivery SET state = 'sent', tries = tries + 1, due = NULL, endedAt = ?, detail = NULL
                WHERE notice = ? AND channel = ? AND state = 'waiting'
                """,
                StatementArguments([now.microseconds] + key)
            )
        }

        let next = now.advanced(by: delivery.pause)
        guard next.duration(since: delivery.notice.at) > NoticeDelivery.patience else {
            return try execute(
                """
                UPDATE delivery SET tries = tries + 1, due = ?, detail = ?
                WHERE notice = ? AND channel = ? AND state = 'waiting'
                """,
                StatementArguments([next.microseconds, failure] + key)
            )
        }

        try execute(
            """
            UPDATE delivery SET state = 'givenUp', tries = tries + 1, due = NULL, endedAt = ?, detail = ?
            WHERE notice = ? AND channel = ? AND state = 'waiting'
            """,
            StatementArguments([now.microseconds, failure] + key)
        )
        try append(
            .noticeGivenUp,
            run: 0,
            ["notice": delivery.notice.id, "channel": delivery.channel, "tries": "\(delivery.tries + 1)"]
        )
    }
}
