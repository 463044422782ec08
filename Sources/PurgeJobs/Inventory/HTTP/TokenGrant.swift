/// A client's credentials at a token endpoint (RFC 6749 section 4.4).
package struct TokenGrant: Sendable {
    /// How the client says who it is (RFC 6749 section 2.3.1).
    package enum Style: String, CaseIterable, Sendable {
        /// `Authorization: Basic`, which every server must take.
        case basic
        /// `client_id` and `client_secret` in the form, as Twitch wants them.
        case form
    }

    let url: HTTPURL
    /// Where to connect in place of where DNS leads.
    let address: NodeAddress?
    let client: String
    let secret: InventorySecret
    let scope: String?
    let style: Style
}
