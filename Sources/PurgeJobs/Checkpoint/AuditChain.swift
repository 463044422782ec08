import Crypto

/// The hash chain of a run's events: each event's hash covers the one before it.
///
/// Whoever changes, drops, adds or reorders an event breaks every hash after it; whoever cuts the end off is told
/// by the head, which is kept apart. SHA-256 over `0x00 ‖ previous ‖ run ‖ seq ‖ time ‖ kind ‖ payload`, numbers as
/// eight big-endian bytes, texts after their length; the leading zero keeps a leaf from being read as a node of a
/// tree (RFC 6962, section 2.1).
enum AuditChain {
    /// What the first event of a run is chained to.
    static let genesis = [UInt8](repeating: 0, count: Digest.length)

    static func hash(previous: [UInt8], event: AuditEvent) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: [0])
        writer.add(raw: previous)
        writer.add(event.run)
        writer.add(event.seq)
        writer.add(event.at)
        writer.add(event.kind.utf8)
        writer.add(event.payload.utf8)
        return writer.digest.bytes
    }
}
