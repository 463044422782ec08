/// Headers under which caches keep copies of a link apart (Vary), and with which it is therefore asked for as well.
package struct ProbeVariant: Hashable, Sendable {
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The request without any header of its own, which every link is asked with first.
    package static let plain = Self(name: "", fields: [])

    package let name: String
    package let fields: [Field]

    package init(name: String, fields: [Field]) {
        self.name = name
        self.fields = fields
    }
}
