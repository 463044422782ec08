/// All published forms of a clip's URL, by host: every one of them leads to the clip's id.
package struct ClipURLForms: Sendable {
    /// What is wrong with a template of `clipURLs`, or with a family's.
    package struct Flaw: Error, Hashable, Sendable, CustomStringConvertible {
        package let template: String
        package let reason: String

        package var description: String {
            "'\(VisibleText.of(template))' is no form of a clip's URL: \(reason)"
        }
    }

    /// What a reported URL is.
    enum Reading: Hashable {
        case clip(ClipID)
        /// It may be one that an inventory's field publishes; only the inventory knows.
        case published
        case none(String)
    }

    private var forms: [[UInt8]: [ClipURLForm]] = [:]
    private var hosts: Set<[UInt8]> = []
    /// Hosts whose links stand in a field of the inventory.
    private var fieldHosts: Set<[UInt8]> = []
    private let notClips: Set<[UInt8]>

    /// Takes the site's families, its further templates, and the words that stand where an id would but are none.
    ///
    /// A further template is a whole URL such as `https://host/path/{id}`; `{*}` is any one segment of its path.
    package init(families: [LinkFamily], clipURLs: [String] = [], notClips: [String] = []) throws(Flaw) {
        self.notClips = Set(notClips.map { Array($0.utf8) })
        for family in families { try insert(family) }
        for template in clipURLs { try insert(template) }
    }

    /// The id that a URL leads to, as a list reports it; nil where no form has it, or two forms disagree.
    package func clipID(of url: some Collection<UInt8>) -> ClipID? {
        guard case .clip(let id) = reading(of: url) else { return nil }

        return id
    }

    private static let leadsNowhere = "it leads to no clip"

    /// What a person means by a URL: a clip, or else that very URL of a host of ours, whatever is behind it.
    func target(of line: [UInt8]) -> ListEntry.Value {
        let value = value(of: line)
        guard case .malformed(_, Self.leadsNowhere) = value, let url = LinkURL(RefangedURL.of(line)) else {
            return value
        }

        return .url(url, clip: nil)
    }

    /// What a line of a list of URLs says.
    func value(of line: [UInt8]) -> ListEntry.Value {
        guard let url = LinkURL(line) else {
            return .malformed(line, reason: CanonicalURL.Flaw.forbiddenByte.description)
        }

        return switch reading(of: line) {
        case .clip(let id): .url(url, clip: id)
        case .published: .url(url, clip: nil)
        case .none(let reason): .malformed(line, reason: reason)
        }
    }

    func reading(of reported: some Collection<UInt8>) -> Reading {
        do throws(CanonicalURL.Flaw) {
            let url = try CanonicalURL(reported: reported)
            guard hosts.contains(url.authority) else {
                return .none("foreign host: the site file names it nowhere")
            }

            return try reading(of: url)
        } catch {
            return .none(error.description)
        }
    }

    private func reading(of url: CanonicalURL) throws(CanonicalURL.Flaw) -> Reading {
        var ids: Set<[UInt8]> = []
        for form in forms[url.authority] ?? [] {
            guard let encoded = form.encodedID(in: url) else { continue }

            let id = try CanonicalURL.decoded(encoded[...])
            if !notClips.contains(id) { ids.insert(id) }
        }
        guard let bytes = ids.first else {
            let isPublished = fieldHosts.contains(url.authority) && url.path.count + url.query.count > 1
            return isPublished ? .published : .none(Self.leadsNowhere)
        }
        guard ids.count == 1 else { return .none("it could lead to more than one clip") }
        guard let id = ClipID(bytes) else { return .none("what stands for the id in it is none") }

        return .clip(id)
    }

    private mutating func insert(_ family: LinkFamily) throws(Flaw) {
        for host in family.hosts {
            let authorities = family.schemes.compactMap { scheme in
                // A host that is none is told below.
                try? CanonicalURL(published: Array("\(scheme.rawValue)://\(host)".utf8)).authority
            }
            guard authorities.count == family.schemes.count else {
                throw Flaw(template: host, reason: "the family \(family.name) has a host that is none")
            }

            hosts.formUnion(authorities)
            switch family.source {
            case .inventoryField:
                fieldHosts.formUnion(authorities)
            case .template(let template):
                for parts in Self.variants(of: template, family.variables) {
                    for authority in Set(authorities) {
                        try insert(parts, at: authority, template.description)
                    }
                }
            }
        }
    }

    private mutating func insert(_ template: String) throws(Flaw) {
        let bytes = Array(template.utf8)
        let schemes = LinkFamily.Scheme.allCases.map { "\($0.rawValue)://" }
        guard let start = schemes.first(where: { bytes.starts(with: $0.utf8) })?.utf8.count else {
            throw Flaw(template: template, reason: "it begins with neither https:// nor http://")
        }

        let end = bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
        do {
            let authority = try CanonicalURL(published: bytes[..<end]).authority
            let parts = try Template(String(decoding: bytes[end...], as: UTF8.self)).parts
            hosts.insert(authority)
            try insert(parts, at: authority, template)
        } catch let flaw as Flaw {
            throw flaw
        } catch {
            throw Flaw(template: template, reason: "\(error)")
        }
    }

    private mutating func insert(
        _ parts: [Template.Part],
        at authority: [UInt8],
        _ template: String
    ) throws(Flaw) {
        guard let form = ClipURLForm(parts) else {
            let reason =
                "its path needs {id}; {*} may be one whole segment, and there is no other hole or fragment"
            throw Flaw(template: template, reason: reason)
        }

        if forms[authority]?.contains(form) != true { forms[authority, default: []].append(form) }
    }

    /// The template's parts for every combination of its variables.
    private static func variants(of template: Template, _ variables: [Variable]) -> [[Template.Part]] {
        variables.filter { template.holes.contains($0.name) }.reduce([template.parts]) { variants, variable in
            variants.flatMap { parts in
                variable.values.map { value in
                    let text = Template.Part.text(PercentEncoding.encoded(Array(value.utf8)))
                    return parts.map { $0 == .hole(variable.name) ? text : $0 }
                }
            }
        }
    }
}
