/// What a store that is asked says to an effect on one object.
enum EffectAnswer: Hashable, Sendable {
    /// Done before the answer was sent.
    case done
    /// It was as asked before.
    case already
    /// Nothing was there.
    case gone
    /// A promise: where to ask what becomes of it, nil where only the object itself can tell, and when to ask.
    case pending(url: [UInt8]?, after: Duration?)
    /// Nothing was done, as far as the answer goes.
    case refused(why: String)
}
