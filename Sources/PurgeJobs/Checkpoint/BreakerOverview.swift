/// A place to which nothing is sent for now, because it refused everything.
package struct BreakerOverview: Sendable {
    package let place: String
    package let openedAt: Timestamp
    package let cause: String
}
