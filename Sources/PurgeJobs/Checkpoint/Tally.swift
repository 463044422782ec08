/// A count with the labels of its group.
package struct Tally: Sendable {
    package let labels: [String]
    package let count: Int
}
