/// How long it took until clips were dark, from the start of their run.
package struct DarkTimes: Sendable {
    package let count: Int
    package let first: Duration
    /// Of those that are dark; the lower one of two in the middle.
    package let median: Duration
    package let last: Duration
}
