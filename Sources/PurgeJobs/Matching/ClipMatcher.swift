/// A rule that decides whether a clip falls under an entry of a list, and says why.
///
/// ## Writing a matcher
/// Be pure and synchronous: the same clip gives the same matches, no I/O, no clock. Name list, line, category and
/// evidence in every match. Never match on something empty.
package protocol ClipMatcher: Sendable {
    /// Every entry that the clip falls under; empty where there is none.
    func matches(_ clip: Clip) -> [Match]
}
