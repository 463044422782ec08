/// A name and the values that it takes in a template: qualities, sizes, orientations.
package struct Variable: Hashable, Sendable {
    package let name: String
    package let values: [String]

    package init(name: String, values: [String]) {
        self.name = name
        self.values = values
    }
}
