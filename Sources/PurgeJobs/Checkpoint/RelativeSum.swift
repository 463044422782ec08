/// How many clips are close to those of a run in one way, by what they have in common.
package struct RelativeSum: Sendable {
    package let relation: ClipRelation
    /// The channel, the account or the video; nil where it is unknown by now.
    package let name: [UInt8]?
    package let clips: Int64
    /// As far as inventories say.
    package let views: Int64
}
