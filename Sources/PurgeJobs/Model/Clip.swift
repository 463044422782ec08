/// One clip as an inventory lists it.
package struct Clip: Hashable, Sendable {
    package var id: ClipID
    /// URLs that the inventory publishes for it, by the name of the field that held them.
    package var urls: [String: LinkURL]
    package var hashes: [MediaHash]
    /// How often it was watched, where the inventory says so.
    package var views: Int64?
    /// Where a person named a URL that no family makes: that URL, which is all that is known of it.
    package var loose: LinkURL?
    /// The platform's name for the channel that it was cut from, where the inventory says so.
    package var channel: [UInt8]?
    /// The platform's name for the account that cut it, where the inventory says so.
    package var creator: [UInt8]?
    /// What it was cut from, where the inventory says so.
    package var footage: Footage?
    /// When it was cut, where the inventory says so in a form that leaves no doubt.
    package var created: Timestamp?
    /// The tag of the language that is spoken in it, as the inventory writes it.
    package var language: [UInt8]?
    /// What its maker calls it: hostile text, which is matched and forgotten, and never leaves the walk (R15).
    package var title: [UInt8]?

    package init(id: ClipID, urls: [String: LinkURL] = [:], hashes: [MediaHash] = [], views: Int64? = nil) {
        self.id = id
        self.urls = urls
        self.hashes = hashes
        self.views = views
    }
}
