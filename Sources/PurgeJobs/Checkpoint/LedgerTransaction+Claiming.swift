import Crypto
import Foundation
import GRDB

// What a worker does before it sends: takes due steps and writes their intents.
extension LedgerTransaction {
    /// Takes up to `limit` due steps of a place and makes the intents of those that are effects.
    ///
    /// Exemptions, holds and withdrawals are read here, in the transaction that writes the intents, so that a person
    /// who changes their mind wins until the very last moment (R18).
    func claim(_ place: StepPlace, of run: RunID, limit: Int) throws -> [StepClaim] {
        if try mayBeHeldBack(run) {
            while try holdBack(at: place, of: run, limit: limit) {}
        }
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: Self.dueSteps),
            arguments: [run.number, place.text, now.microseconds, limit]
        )
        var claims: [StepClaim] = []
        var number = try lastAttempt(of: run)
        let digest = try planDigest(of: run)
        while let row = try rows.next() {
            let claim = try claim(row, of: digest, number: number + 1)
            if claim.attempt != nil { number += 1 }
            claims.append(claim)
        }
        try writeIntents(claims, run)
        return claims
    }

    /// Its columns are read by position: names would be folded for every row.
    private static let dueSteps = """
        SELECT s.number, s.item, s.kind, s.pass, s.tries, s.failures, s.place, i.clip, o.store, o.key,
            o.identity, o.size, l.url, l.family, s.target, o.hiddenBy, p.acceptedAt, p.deadline, p.url, s.object
        FROM step s INDEXED BY stepDue
        JOIN item i ON i.run = s.run AND i.number = s.item
        LEFT JOIN object o ON o.run = s.run AND o.number = s.object
        LEFT JOIN link l ON l.run = s.run AND l.number = s.link
        LEFT JOIN operation p ON p.run = s.run AND p.step = s.number
        WHERE s.run = ? AND s.place = ? AND s.state = 'ready' AND s.due <= ?
        ORDER BY s.due LIMIT ?
        """

    private func mayBeHeldBack(_ run: RunID) throws -> Bool {
        let sql = """
            SELECT EXISTS (SELECT 1 FROM decision WHERE removedAt IS NULL)
                OR EXISTS (SELECT 1 FROM withdrawal WHERE removedAt IS NULL)
                OR EXISTS (SELECT 1 FROM preserved WHERE endedAt IS NULL)
                OR EXISTS (SELECT 1 FROM run WHERE id = ? AND purpose = 'restore')
            """
        return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [run.number]) ?? false
    }

    private func lastAttempt(of run: RunID) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT max(number) FROM attempt WHERE run = ?")
        return try Int64.fetchOne(statement, arguments: [run.number]) ?? 0
    }

    /// Applies the decisions of people to the steps that are about to be sent; answers whether that changed which
    /// those are, so that others, not looked at yet, have moved up.
    private func holdBack(at place: StepPlace, of run: RunID, limit: Int) throws -> Bool {
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: Self.dueSteps),
            arguments: [run.number, place.text, now.microseconds, limit]
        )
        let isRestore = try purpose(of: run) == .restore
        var left: Set<Int64> = []
        var isAnyMoved = false
        for row in rows where !left.contains(row[1]) {
            let item: Int64 = row[1]
            let clip: Data = row[7]
            if isRestore {
                guard let cause = try claimCause(of: row, run) else { continue }

                try leave(item, of: run, as: .setAside, cause: cause)
                try append(.setAside, run: run.number, ["item": "\(item)", "cause": cause])
                try watchAgain(clip, run)
                left.insert(item)
            } else if let exemption = try decision(.exemption, on: clip) {
                try leave(item, of: run, as: .exempt, cause: "exempt: \(exemption)")
                try append(.exempted, run: run.number, ["item": "\(item)"])
                left.insert(item)
            } else if let cause = try withdrawal(of: item, in: run) {
                try leave(item, of: run, as: .exempt, cause: cause)
                try append(.exempted, run: run.number, ["item": "\(item)", "cause": cause])
                left.insert(item)
            } else if row[2] == StepKind.delete.rawValue, try isHeld(clip, object: row[19], of: run) {
                // The bytes stay hidden, or preserved; asked again within the hour, so that a lifted hold is noticed.
                try execute(
                    "UPDATE step SET due = ? WHERE run = ? AND number = ? AND state = 'ready'",
                    [now.advanced(by: .seconds(3600)).microseconds, run.number, row[0] as Int64]
                )
                isAnyMoved = true
            }
        }
        return isAnyMoved || !left.isEmpty
    }

    /// What stays down after all is watched, as before.
    private func watchAgain(_ clip: Data, _ restore: RunID) throws {
        try execute(
            """
            INSERT INTO tombstone (clip, run, darkAt, due)
            SELECT clip, max(run), ?, ? FROM release WHERE restore = ? AND clip = ? GROUP BY clip
            ON CONFLICT (clip) DO NOTHING
            """,
            [now.microseconds, now.advanced(by: Self.looks[0]).microseconds, restore.number, clip]
        )
    }

    /// Why a clip may not be brought back at the last moment: what came to claim it since the plan was made.
    private func claimCause(of row: Row, _ run: RunID) throws -> String? {
        guard [StepKind.restore, .unblock].map(\.rawValue).contains(row[2]) else { return nil }

        let clip: Data = row[7]
        // Its own: a step that failed has set the item aside, and the others go on.
        let released = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT run FROM release WHERE restore = ? AND clip = ?"),
            arguments: [run.number, clip]
        ).map { ClipClaim.run(RunID(stored: $0)) }
        let claims = try claims(on: ClipID(stored: [UInt8](clip)))
        return claims.first { !released.contains($0) }.map { "still claimed: \($0)" }
    }

    private func planDigest(of run: RunID) throws -> Data {
        let statement = try db.cachedStatement(sql: "SELECT planDigest FROM run WHERE id = ?")
        return try Data.fetchOne(statement, arguments: [run.number]) ?? Data()
    }

    private func claim(_ row: Row, of plan: Data, number: Int64) throws -> StepClaim {
        guard let kind = StepKind(rawValue: row[2]) else { throw impossible("a step of no known kind") }

        let pass: Int = row[3]
        let operation = operation(of: row)
        let isSent = kind.isEffect && operation == nil
        return StepClaim(
            step: row[0],
            item: row[1],
            kind: kind,
            pass: pass,
            tries: row[4],
            failures: row[5],
            target: try target(of: row),
            attempt: isSent ? (number, Self.key(row, of: plan, pass: pass)) : nil,
            operation: operation
        )
    }

    /// What was promised for the step in an earlier attempt.
    private func operation(of row: Row) -> PendingOperation? {
        guard let acceptedAt = row[16] as Int64?, let deadline = row[17] as Int64? else { return nil }

        return PendingOperation(
            url: (row[18] as Data?).map { [UInt8]($0) },
            acceptedAt: Timestamp(microseconds: acceptedAt),
            isOverdue: deadline <= now.microseconds
        )
    }

    private func target(of row: Row) throws -> StepClaim.Target {
        if let url = row[12] as Data? {
            return .link(LinkURL(stored: [UInt8](url)), family: row[13])
        }
        if let target = row[14] as Data? { return .other([UInt8](target)) }
        guard let key = row[9] as Data?, let identity = row[10] as String? else {
            throw impossible("a step without a target")
        }

        return .object(
            store: row[8],
            key: ObjectKey(stored: [UInt8](key)),
            evidence: ObjectEvidence(identity: identity, size: row[11]),
            hiddenBy: (row[15] as Int64?).map { RunID(stored: $0) }
        )
    }

    /// The idempotency key: the same for every try of a pass, another for each pass, so that a rebound is a new purge
    /// (R3).
    private static func key(_ row: Row, of plan: Data, pass: Int) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(plan)
        writer.add(row[7] as Data)
        writer.add((row[2] as String).utf8)
        writer.add((row[6] as String).utf8)
        writer.add((row[9] as Data?) ?? (row[12] as Data?) ?? (row[14] as Data?) ?? Data())
        writer.add(Int64(pass))
        return Array(writer.digest.bytes.prefix(16))
    }

    private func writeIntents(_ claims: [StepClaim], _ run: RunID) throws {
        let effects = claims.filter { $0.attempt != nil }
        guard !effects.isEmpty else { return }

        var writer = CanonicalWriter()
        for claim in effects {
            writer.add(claim.attempt.map(\.number))
            writer.add(claim.step)
            writer.add(claim.attempt?.key ?? [])
        }
        let seq = try append(
            .intents,
            run: run.number,
            ["count": "\(effects.count)", "digest": "\(writer.digest)", "fence": "\(fence)"]
        )
        let steps = "[" + effects.map { "\($0.step)" }.joined(separator: ",") + "]"
        try update(
            effects.count,
            """
            UPDATE step SET state = 'intent', due = NULL, tries = tries + 1
            WHERE run = ? AND state = 'ready' AND number IN (SELECT value FROM json_each(?))
            """,
            [run.number, steps]
        )
        try update(
            effects.count,
            """
            INSERT INTO attempt (run, number, step, pass, try, key, fence, intendedAt, intentEvent)
            SELECT ?1, ?2 + j.key, s.number, s.pass, s.tries, substr(?3, 16 * j.key + 1, 16), ?4, ?5, ?6
            FROM json_each(?7) j CROSS JOIN step s ON s.run = ?1 AND s.number = j.value
            """,
            [
                run.number, effects[0].attempt?.number, Data(effects.flatMap { $0.attempt?.key ?? [] }),
                fence, now.microseconds, seq, steps,
            ]
        )
        try noteBlocks(effects, steps, run)
        if effects.contains(where: { [.restore, .unblock].contains($0.kind) }) {
            try forgetTombstones(steps, run)
        }
    }

    /// What is brought back is not watched any more, and no later plan takes it for down.
    private func forgetTombstones(_ steps: String, _ run: RunID) throws {
        try execute(
            """
            DELETE FROM tombstone WHERE clip IN (
                SELECT i.clip FROM json_each(?2) j
                    CROSS JOIN step s ON s.run = ?1 AND s.number = j.value
                    JOIN item i ON i.run = s.run AND i.number = s.item
                WHERE s.kind IN ('restore', 'unblock'))
            """,
            [run.number, steps]
        )
    }

    /// Keeps which runs want a link refused at a deny list: as long as one does, it stays on it.
    private func noteBlocks(_ effects: [StepClaim], _ steps: String, _ run: RunID) throws {
        if effects.contains(where: { $0.kind == .block }) {
            try execute(
                """
                INSERT INTO blocked (place, url, run)
                SELECT s.place, l.url, s.run FROM json_each(?2) j
                    CROSS JOIN step s ON s.run = ?1 AND s.number = j.value
                    JOIN link l ON l.run = s.run AND l.number = s.link
                WHERE s.kind = 'block'
                ON CONFLICT (place, url, run) DO UPDATE SET lifting = NULL
                """,
                [run.number, steps]
            )
        }
        for claim in effects where claim.kind == .unblock {
            try execute(
                """
                UPDATE blocked SET lifting = ?1 WHERE (place, url) = (
                        SELECT s.place, l.url FROM step s JOIN link l ON l.run = s.run AND l.number = s.link
                        WHERE s.run = ?1 AND s.number = ?2)
                    AND run IN (
                        SELECT e.run FROM release e JOIN item i ON i.clip = e.clip
                        WHERE e.restore = ?1 AND i.run = ?1 AND i.number = ?3)
                """,
                [run.number, claim.step, claim.item]
            )
        }
    }

    /// The links that a deny list is to refuse, in byte order.
    func blockedLinks(at place: StepPlace) throws -> [LinkURL] {
        try Data.fetchAll(
            db.cachedStatement(
                sql: "SELECT DISTINCT url FROM blocked WHERE place = ? AND lifting IS NULL ORDER BY url"
            ),
            arguments: [place.text]
        ).map { LinkURL(stored: [UInt8]($0)) }
    }
}
