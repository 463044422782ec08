/// How an edge shows that its deny list refused a link: `dark (blocked)` is not `dark (gone)`, and no proof of it (R5).
package enum BlockMark {
    /// The field of the answer.
    package static let field = "X-Purge-Block"
    /// Its value where the link is blocked.
    package static let blocked = Array("1".utf8)
    /// Its value where it is not, or not any more: in the answer to a request that lifts a block.
    package static let lifted = Array("0".utf8)
    /// The statuses that a deny list refuses with.
    package static let statuses: Set<Int> = [403, 451]

    /// Whether an answer with that status, and that value of the field, comes from a deny list.
    package static func isOn(status: Int, value: (some Collection<UInt8>)?) -> Bool {
        statuses.contains(status) && value?.elementsEqual(blocked) == true
    }
}
