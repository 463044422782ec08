/// One channel of a site's notifications, and where its secret comes from.
struct ChannelSettings: Sendable {
    let channel: NoticeChannel
    /// Fetched when something is sent: a secret that is missing keeps no takedown waiting.
    ///
    /// Nil for mail.
    let secret: CredentialSource?
}
