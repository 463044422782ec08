/// Tries everything that a site file names, with GET requests and looks alone.
package struct SiteCheck: Sendable {
    /// What was tried, and how it went.
    package struct Finding: Sendable {
        package let subject: String
        package let isGood: Bool
        /// What was seen, or what is wrong and what to do about it.
        package let detail: String

        static func good(_ subject: String, _ detail: String) -> Self {
            Self(subject: subject, isGood: true, detail: detail)
        }

        static func bad(_ subject: String, _ detail: String) -> Self {
            Self(subject: subject, isGood: false, detail: detail)
        }
    }

    let site: Site

    init(_ site: Site) { self.site = site }

    /// Reads the site file.
    ///
    /// - Throws: `JobFileError` with everything that is wrong with it.
    package init(site flag: String?, environment: [String: String]) throws {
        let path = try SitePath.find(flag: flag, environment: environment)
        site = try SiteFile.read(path, environment: environment)
    }

    /// Stores, deny lists, revokers, every edge, every family.
    package func check() async -> [Finding] {
        let warnings = site.warnings.map { Finding.good("site", "warning: \($0)") }
        let platform: Platform
        do {
            platform = try Platform(site)
        } catch {
            return warnings + [.bad("site", "\(error)")]
        }
        var findings = warnings + site.stores.map { .good("store \($0.name)", "can be used") }
        findings += platform.nodes.compactMap(Self.denyList)
        for edge in site.edges {
            findings.append(await check(edge, "edge \(edge.name)", platform))
            if let hidden = edge.behindBlocks {
                findings.append(await check(hidden, "edge \(edge.name), past its deny list,", platform))
            }
        }
        findings += site.families.map { check($0) }
        findings += platform.revokers.map { revoker in
            .good(
                "revoker \(revoker.name) at \(revoker.settings.adapter.url.origin)",
                "not asked: it has no request without an effect"
            )
        }
        return findings + checkChannels()
    }

    /// Whether the node's list can be put in place, as far as that can be told without doing it.
    private static func denyList(of node: Platform.Node) -> Finding? {
        let subject = "deny list of \(node.name)"
        switch node.blocker {
        case nil: return nil
        case .requests: return .good(subject, "changed by requests; not tried")
        case .list(_, let file):
            if let trouble = file.trouble { return .bad(subject, trouble) }
            return .good(subject, "can be written; not tried")
        }
    }

    /// Asks an edge for anything at all: an answer of any status says that it is there.
    private func check(_ edge: Edge, _ name: String, _ platform: Platform) async -> Finding {
        let subject = "\(name) at \(edge.address)"
        guard let family = site.families.first(where: { !edge.hosts.isDisjoint(with: $0.hosts) }),
            let host = family.hosts.first(where: edge.hosts.contains), let scheme = family.schemes.first
        else { return .bad(subject, "serves no host of any family") }

        do {
            let url = try HTTPURL("\(scheme.rawValue)://\(host)/")
            var request = HTTPRequest(.get, url.origin, url.target, deadline: .now + .seconds(10))
            request.via = edge.address
            let response = try await platform.view.probe.send(request)
            return .good(subject, "answers (\(response.status) for /)")
        } catch {
            return .bad(subject, "\(error)")
        }
    }

    /// Whether somebody erases, purges, blocks and probes the links of a family.
    private func check(_ family: LinkFamily) -> Finding {
        func names(_ parts: [String]) -> String { parts.isEmpty ? "nobody" : parts.joined(separator: ", ") }

        let caches = site.caches.filter { !$0.hosts.isDisjoint(with: family.hosts) }
        let probers = site.edges.filter { !$0.hosts.isDisjoint(with: family.hosts) }.map(\.name)
        let store = family.object.map { "store \($0.store)" } ?? "no store"
        let blockers = caches.flatMap(\.blockers)
        return Finding(
            subject: "family \(family.name)",
            isGood: !probers.isEmpty,
            detail: "taken down at \(store), purged by \(names(caches.map(\.name))), "
                + "blocked by \(names(blockers)), probed at \(names(probers))"
        )
    }
}
