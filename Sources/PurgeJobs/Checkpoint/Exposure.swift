/// How often the clips of a category were watched before they were taken down.
package struct Exposure: Sendable {
    package let category: String
    package let clips: Int
    package let views: Int64
    /// Of how many clips the inventories say how often they were watched.
    package let known: Int
}
