// What a site declares of its answers: how "gone" looks, and under which headers caches keep copies apart.
extension SiteReader {
    /// More variants than these would make every round a burden to its edges.
    static let maximumProbeVariants = 8

    /// A missing credential, a slow client, a refused range, throttling: none of them says that the clip is gone.
    static let neverDark: Set<Int> = [401, 408, 416, 429]

    /// Statuses, and mappings with a `redirect` or a `placeholder`, in one list.
    func darkRules(in value: YAMLValue) -> DarkRules {
        var statuses: Set<Int> = []
        var redirects: [Template] = []
        var placeholders: [Placeholder] = []
        for item in value.list() ?? [] {
            if !item.isMapping {
                guard let status = item.scalar(Self.darkStatus) else { continue }

                if !statuses.insert(status).inserted { Self.complainOfTwins(item) }
                continue
            }
            item.mapping { keys -> Void? in
                let redirect = keys.optional("redirect")
                let placeholder = keys.optional("placeholder")
                guard (redirect == nil) != (placeholder == nil) else {
                    keys.complain("must be one rule", "write one of 'redirect' and 'placeholder'")
                    return nil
                }

                if let template = redirect?.scalar(TemplateText.redirect) {
                    if redirects.contains(template) { Self.complainOfTwins(item) }
                    redirects.append(template)
                }
                if let rule = placeholder?.mapping({ Self.placeholder(&$0) }) {
                    if placeholders.contains(rule) { Self.complainOfTwins(item) }
                    placeholders.append(rule)
                }
                return ()
            }
        }
        return DarkRules(statuses: statuses, redirects: redirects, placeholders: placeholders)
    }

    private static func complainOfTwins(_ item: YAMLValue) {
        item.complain("stands twice in the list", "keep one of the two")
    }

    private static func placeholder(_ keys: inout YAMLMapping) -> Placeholder? {
        let tag = keys.optional("etag")
        let digest = keys.optional("sha256")
        let length = keys.optional("length")
        let type = keys.optional("type")
        switch (tag, digest, length, type) {
        case (let tag?, nil, nil, nil):
            return tag.scalar(HeaderText.tag).map { .tag(Array($0.utf8)) }
        case (nil, let digest?, nil, nil):
            return digest.scalar(digestOfStart).map { .digest($0) }
        case (nil, nil, let length?, let type?):
            let count = length.scalar(NumberText.whole(1...1_000_000_000_000))
            let name = type.scalar(HeaderText.value)
            guard let count, let name else { return nil }

            return .size(length: Int64(count), type: Array(name.utf8))
        default:
            keys.complain(
                "must tell the placeholder in one way",
                "write 'etag', or 'sha256' of its first 1,024 bytes, or 'length' with 'type'"
            )
            return nil
        }
    }

    /// The named header sets with which a family's links are asked for beside the plain request.
    func variants(in value: YAMLValue) -> [ProbeVariant] {
        value.mapping { keys in
            guard let variants = keys.required("variants") else { return [] }

            let entries = variants.entries()
            if entries.count > Self.maximumProbeVariants {
                variants.complain(
                    "has more than \(Self.maximumProbeVariants)",
                    "keep those that caches tell apart"
                )
            }
            return entries.compactMap { Self.probeVariant($0) }
        } ?? []
    }

    private static func probeVariant(_ entry: YAMLValue.Entry) -> ProbeVariant? {
        var seen: Set<String> = []
        let fields = entry.value.entries(HeaderText.variant).compactMap { field -> ProbeVariant.Field? in
            if !seen.insert(field.name.lowercased()).inserted {
                field.key.complain("stands twice", "keep one of the two")
            }
            return field.value.scalar(HeaderText.value).map { .init(name: field.name, value: $0) }
        }
        return fields.isEmpty ? nil : ProbeVariant(name: entry.name, fields: fields)
    }

    private static func darkStatus(_ text: String) throws(ScalarFlaw) -> Int {
        let status = try NumberText.whole(400...499)(text)
        guard !neverDark.contains(status) else {
            throw ScalarFlaw("never says that a clip is gone", "leave it out")
        }

        return status
    }

    private static func digestOfStart(_ text: String) throws(ScalarFlaw) -> Digest {
        guard let digest = Digest(hex: text) else {
            throw ScalarFlaw("is no SHA-256", "write what `head -c 1024 FILE | sha256sum` prints")
        }

        return digest
    }
}
