/// An exit code other than 0 that is no news to anybody, even where every other one is: nothing is said about it.
struct ExpectedEnd: Error {
    let status: ExitStatus
}
