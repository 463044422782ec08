/// One line of the audit: what happened in a run, or (run 0) to the ledger as a whole.
package struct AuditEvent: Hashable, Sendable {
    package let run: Int64
    /// Its place in its run's chain, from 1.
    package let seq: Int64
    /// Microseconds since 1970.
    package let at: Int64
    package let kind: String
    /// A JSON object with sorted keys; ids, names, counts and digests, never a URL or a title.
    package let payload: String
}
