import Foundation
import GRDB

/// One run as the ledger has it.
package struct RunOverview: Sendable {
    package let id: RunID
    package let state: RunState
    package let purpose: RunPurpose
    package let job: String
    package let site: String
    package let jobPath: String
    package let sitePath: String
    package let jobDigest: Digest
    package let siteDigest: Digest
    package let listsDigest: Digest
    package let exemptionsDigest: Digest
    package let planDigest: Digest?
    package let tool: String
    /// Clips walked.
    package let clips: Int
    /// Items that the plan acts on; nil before it is sealed.
    package let effects: Int?
    package let guardLimit: Int?
    /// How many reasons the guards had to hold it back.
    package let stops: Int
    /// The count that a person typed to release it.
    package let released: Int?
    package let createdAt: Timestamp
    package let sealedAt: Timestamp?
    package let startedAt: Timestamp?
    package let endedAt: Timestamp?
    package let progressAt: Timestamp?

    /// Whether only an exact count releases it.
    package var isBlocked: Bool {
        (stops > 0 || (effects ?? 0) > (guardLimit ?? .max)) && released == nil
    }

    /// Whether it goes before everything else, and is held by no pause.
    package var isEmergency: Bool { jobPath == PlanHeader.emergencyPath }

    init(_ row: Row) {
        id = RunID(stored: row["id"])
        state = RunState(rawValue: row["state"]) ?? .discarded
        purpose = RunPurpose(rawValue: row["purpose"]) ?? .takedown
        job = row["job"]
        site = row["site"]
        jobPath = row["jobPath"]
        sitePath = row["sitePath"]
        jobDigest = Self.digest(row["jobDigest"])
        siteDigest = Self.digest(row["siteDigest"])
        listsDigest = Self.digest(row["listsDigest"])
        exemptionsDigest = Self.digest(row["exemptionsDigest"])
        planDigest = (row["planDigest"] as Data?).map(Self.digest)
        tool = row["tool"]
        clips = row["clips"]
        effects = row["effects"]
        guardLimit = row["guardLimit"]
        stops = row["stops"]
        released = row["released"]
        createdAt = Timestamp(microseconds: row["createdAt"])
        sealedAt = Self.time(row["sealedAt"])
        startedAt = Self.time(row["startedAt"])
        endedAt = Self.time(row["endedAt"])
        progressAt = Self.time(row["progressAt"])
    }

    private static func digest(_ data: Data) -> Digest { Digest(stored: [UInt8](data)) }

    private static func time(_ value: Int64?) -> Timestamp? { value.map(Timestamp.init(microseconds:)) }
}
