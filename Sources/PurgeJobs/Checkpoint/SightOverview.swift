/// One link of a run, and its last verdict at one edge.
package struct SightOverview: Sendable {
    package let clip: ClipID
    package let family: String
    package let host: String
    package let url: LinkURL
    /// Nil where no edge serves it.
    package let edge: String?
    package let visibility: String?
    package let reason: String?
}
