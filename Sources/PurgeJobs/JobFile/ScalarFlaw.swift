/// What is wrong with one value, without the value itself: whoever shows it decides whether the value may be seen.
struct ScalarFlaw: Error, Hashable {
    /// Goes on after the value, such as "is no duration".
    let problem: String
    /// What to write instead.
    let remedy: String

    init(_ problem: String, _ remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }
}
