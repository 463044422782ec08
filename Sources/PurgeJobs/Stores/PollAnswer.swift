/// What a store that is asked says of its promise.
enum PollAnswer: Hashable, Sendable {
    case done
    case pending
    /// It was not done, and will not be.
    case failed(why: String)
    /// Neither: the object itself has to tell.
    case unclear(why: String)
}
