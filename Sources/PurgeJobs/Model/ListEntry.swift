/// One line of a list: something that was reported.
package struct ListEntry: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case clip(ClipID)
        /// A URL as it was reported; `clip` is the id that it leads to, where a published form names one.
        case url(LinkURL, clip: ClipID?)
        case hash(MediaHash)
        /// A rule of the job, which stands beside the lists as a list of its own with one entry.
        case rule(ClipRule)
        /// A line that is none of what its list says it holds: counted, listed, never matched.
        case malformed([UInt8], reason: String)
    }

    package let list: String
    /// Its line in the list's file, from 1; of a rule, its version.
    package let line: Int
    package let category: String
    package let value: Value

    package init(list: String, line: Int, category: String, value: Value) {
        self.list = list
        self.line = line
        self.category = category
        self.value = value
    }
}
