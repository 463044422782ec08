/// How a store's promise to do something is waited for.
struct PromiseTerms: Hashable, Sendable {
    static let standard = Self(interval: .seconds(5), deadline: .seconds(3600))

    /// Between two looks, where the store asks for no other time.
    let interval: Duration
    /// After it a person has to look.
    let deadline: Duration
}
