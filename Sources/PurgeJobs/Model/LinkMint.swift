/// How the links of a family are signed that work only for a while after they were given out.
package struct LinkMint: Hashable, Sendable {
    /// How a signature is made of its message.
    package enum Form: String, CaseIterable, Sendable {
        /// HMAC-SHA256 under the key, in lower-case hexadecimal.
        case hmacSHA256
        /// MD5 of a message in which the key stands, in base64url without padding: nginx's `secure_link_md5`.
        case secureLinkMD5
    }

    /// The parts of a message: the path as published, the same percent-decoded, the seconds at which it runs out, the key.
    package static let holes = ["path", "uri", "expires", "key"]

    package let form: Form
    package let message: Template
    /// The query's parameter for the signature.
    package let signature: String
    /// The query's parameter for the time at which the signature runs out, in seconds since 1970.
    package let expires: String
    package let lifetime: Duration

    package init(form: Form, message: Template, signature: String, expires: String, lifetime: Duration) {
        self.form = form
        self.message = message
        self.signature = signature
        self.expires = expires
        self.lifetime = lifetime
    }
}
