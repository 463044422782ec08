// How families' links are signed that work only freshly signed.
extension SiteReader {
    static let standardMintLifetime = Duration.seconds(300)

    /// The family's `mint`, with its key fetched once to see that it is there.
    func mint(in value: YAMLValue) -> MintSettings? {
        value.mapping { keys in
            let forms = LinkMint.Form.allCases.map { (name: $0.rawValue, value: $0) }
            let form = keys.required("form")?.scalar(NameText.choice(forms, "forms"))
            let messageValue = keys.required("message")
            let message = messageValue?.scalar(TemplateText.message)
            let signature = keys.required("signature")?.scalar(NameText.variable)
            let expiresValue = keys.required("expires")
            let expires = expiresValue?.scalar(NameText.variable)
            let lifetime = keys.optional("lifetime")?
                .scalar(DurationText.within(.seconds(10) ... .seconds(86_400)))
            let key = keys.required("key").flatMap { mintKey($0) }
            if let form, let message, message.holes.contains("key") != (form == .secureLinkMD5) {
                messageValue?.complain(
                    form == .secureLinkMD5 ? "has no '{key}'" : "has '{key}' in it",
                    "\(LinkMint.Form.secureLinkMD5) has the key in its message, the others sign with it"
                )
            }
            if let signature, signature == expires {
                expiresValue?.complain("is the parameter of the signature", "write the other one's name")
            }
            guard let form, let message, let signature, let expires, let key else { return nil }

            let mint = LinkMint(
                form: form,
                message: message,
                signature: signature,
                expires: expires,
                lifetime: lifetime ?? Self.standardMintLifetime
            )
            return MintSettings(mint: mint, key: key)
        }
    }

    private func mintKey(_ value: YAMLValue) -> CredentialSource? {
        value.keptSecret().mapping { keys in secret(&keys, header: "") }
    }
}
