import Foundation
import GRDB

// What stores promised to do: kept from the receipt that says so to the look that says what became of it.
extension LedgerTransaction {
    /// Keeps what a store promised in answer to a step's attempt, in the commit that writes the answer.
    func keepPromise(of step: Int64, _ run: RunID, url: [UInt8]?, until deadline: Timestamp) throws {
        try execute(
            """
            INSERT INTO operation (run, step, url, acceptedAt, deadline) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (run, step) DO NOTHING
            """,
            [run.number, step, url.map { Data($0) }, now.microseconds, deadline.microseconds]
        )
    }

    /// Counts a look at a promise, or ends the promise with what the look found.
    func follow(_ receipt: StepReceipt, _ run: RunID) throws {
        let step = receipt.claim.step
        switch receipt.next {
        case .handBack, .await: return
        case .postpone:
            try execute(
                "UPDATE operation SET polls = polls + 1 WHERE run = ? AND step = ?",
                [run.number, step]
            )
        case .finish, .retry, .setAside:
            let statement = try db.cachedStatement(
                sql: "DELETE FROM operation WHERE run = ? AND step = ? RETURNING polls"
            )
            let polls = try Int.fetchOne(statement, arguments: [run.number, step]) ?? 0
            try append(
                .promiseEnded,
                run: run.number,
                ["step": "\(step)", "outcome": receipt.outcome.rawValue, "polls": "\(polls + 1)"]
            )
        }
    }
}
