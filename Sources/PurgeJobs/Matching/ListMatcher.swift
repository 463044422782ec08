/// A matcher that is made of the entries of lists.
///
/// ## Writing a list matcher
/// Begin empty; take in the entries that you understand and leave all others alone. What was taken in must cost
/// little more memory than its own bytes, and finding it must not depend on how much there is.
protocol ListMatcher: ClipMatcher {
    /// Takes in an entry, if it is of the matcher's kind.
    mutating func insert(_ entry: ListEntry)
}
