/// What a store that is asked says of one object; no effect comes of asking.
enum LookupAnswer: Hashable, Sendable {
    /// There, and served.
    case there(ObjectEvidence)
    /// Held, and refused to everybody; with evidence where the store gives any of hidden objects.
    case hidden(ObjectEvidence?)
    /// Nothing is held under that key, or no longer.
    case gone
    /// No answer to the question: nothing is known.
    case refused(why: String)
}
