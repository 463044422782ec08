/// Reads where a secret is, of the three places that there are; the secret itself stands in no file of ours (R14).
struct SecretReader {
    let paths: PathText
    let book: ComplaintBook

    /// The place, without fetching what is there; nil after a complaint.
    ///
    /// `header` is the one that will carry it, if any.
    func place(
        _ keys: inout YAMLMapping,
        header: String
    ) -> (source: CredentialSource, value: YAMLValue)? {
        let file = keys.optional("file")
        let variable = keys.optional("env")
        let name = keys.optional("credential")
        let written = [file, variable, name].compactMap(\.self)
        guard let source = written.first, written.count == 1 else {
            keys.complain("must name one place", "write one of 'file', 'env' and 'credential'")
            return nil
        }

        let place =
            file?.scalar(paths.parse).map { CredentialSource.Place.file($0) }
            ?? variable?.scalar(NameText.environment).map { .environment($0) }
            ?? name?.scalar(NameText.credential).map { .systemd($0) }
        let origin = CredentialSource.Origin(file: book.file, position: source.position, key: source.key)
        return place.map { (CredentialSource(header: header, place: $0, origin: origin), source) }
    }
}
