/// One URL that somebody asks about, with what the site knows of it.
struct ProbeTarget: Sendable {
    /// Why a URL is not looked at: nothing is sent for it.
    struct Refusal: Error {
        let host: String
        let clip: ClipID?
        let why: String
    }

    let link: Link
    let clip: ClipID?
    /// Whether a family publishes it; else its host alone is known.
    let isOfFamily: Bool

    /// Takes a URL as it stands; one that a report made harmless (`hxxp`, `[.]`) as it stood before.
    ///
    /// - Throws: `Refusal` for what is no URL, and for hosts that are not the site's (R13).
    init(_ text: String, _ site: Site, _ forms: ClipURLForms) throws(Refusal) {
        let (url, target) = try Self.parsed(text)
        let clip = forms.clipID(of: url.bytes)
        let written = Link.host(of: url) ?? target.origin.authority
        let spellings = [written, target.origin.authority, "\(target.origin.host):\(target.origin.port)"]
        guard let host = spellings.first(where: site.hosts.contains),
            SiteView.settings(.probe, site).policy.lists(target.origin)
        else {
            let seen = VisibleText.of(written)
            throw Refusal(
                host: seen,
                clip: clip,
                why: "\(target.origin.scheme.rawValue)://\(seen) is not of this site; nothing was sent to it"
            )
        }

        let family = Self.family(of: url, host: host, clip: clip, site)
        link = Link(family: family ?? "", host: host, url: url)
        self.clip = clip
        isOfFamily = family != nil
    }

    private static func parsed(_ text: String) throws(Refusal) -> (LinkURL, HTTPURL) {
        var why = "it is no URL"
        for bytes in [Array(text.utf8), RefangedURL.of(Array(text.utf8))] {
            guard let url = LinkURL(bytes) else {
                why = "a URL has no spaces, no control characters and at most \(LinkURL.maximumLength) bytes"
                continue
            }
            do throws(HTTPSyntaxError) {
                return (url, try HTTPURL(url.bytes))
            } catch {
                why = "\(error)"
            }
        }
        throw Refusal(host: "", clip: nil, why: why)
    }

    /// The family that publishes just this URL; for a family whose URLs only the inventory knows, the one of its host.
    private static func family(of url: LinkURL, host: String, clip: ClipID?, _ site: Site) -> String? {
        if let clip {
            let owner = site.families.first { $0.links(of: Clip(id: clip)).contains { $0.url == url } }
            if let owner { return owner.name }
        }
        let fields = site.families.filter { family in
            if case .inventoryField = family.source { family.hosts.contains(host) } else { false }
        }
        return clip == nil && fields.count == 1 ? fields[0].name : nil
    }
}
