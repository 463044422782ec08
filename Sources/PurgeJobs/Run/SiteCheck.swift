/// Tries everything that a site file names, with GET requests and looks alone.
package struct SiteCheck: Sendable {
    let site: Site

    init(_ site: Site) { self.site = site }

    /// Reads the site file.
    ///
    /// - Throws: `JobFileError` with everything that is wrong with it.
    package init(site flag: String?, environment: [String: String]) throws {
        let path = try SitePath.find(flag: flag, environment: environment)
        site = try SiteFile.read(path, environment: environment)
    }

    package var name: String { site.name }

    /// The site's warnings, every family, the stores, the deny lists, every edge, the revokers.
    package func check() async -> [CheckFinding] {
        var findings = site.warnings.map { complaint in
            CheckFinding.warning(.site, complaint.key, complaint.problem, next: complaint.remedy)
        }
        let platform: Platform
        do {
            platform = try Platform(site)
        } catch {
            return findings + [
                .bad(.stores, "site", "\(error)", next: "mend this first: nothing else was tried")
            ]
        }
        findings += site.families.map { FamilyCoverage(of: $0, in: site).finding(for: $0) }
        for store in site.stores { findings.append(await check(store, platform)) }
        findings += platform.nodes.compactMap(Self.denyList)
        findings += platform.nodes.compactMap(Self.purgeAddress)
        findings += platform.nodes.compactMap(Self.cacheFiles)
        for edge in site.edges {
            findings.append(await check(edge, edge.name, platform))
            if let hidden = edge.behindBlocks {
                findings.append(await check(hidden, "\(edge.name), past its deny list", platform))
            }
        }
        findings += platform.revokers.map { revoker in
            .good(
                .revokers,
                "\(revoker.name) at \(revoker.settings.adapter.url.origin)",
                "not asked: it has no request without an effect"
            )
        }
        return findings + checkChannels() + canary()
    }

    /// What is asked at another address than the one that is probed.
    private static func purgeAddress(of node: Platform.Node) -> CheckFinding? {
        guard node.cache.purgeAddresses[node.name] != nil || node.cache.purgeOrigin != nil else { return nil }

        let server = node.cache.purgeOrigin.map { ", as \($0)" } ?? ""
        return .good(
            .caches,
            "purges of \(node.name)",
            "go to \(node.address)\(server); not tried: there is no request without an effect"
        )
    }

    /// Whether the node's list can be put in place, as far as that can be told without doing it.
    private static func denyList(of node: Platform.Node) -> CheckFinding? {
        let subject = "deny list of \(node.name)"
        switch node.blocker {
        case nil: return nil
        case .requests: return .good(.caches, subject, "changed by requests; not tried")
        case .list(_, let file):
            if let trouble = file.trouble {
                return .bad(
                    .caches,
                    subject,
                    trouble,
                    next: "let this account write to the list's folder and run its `reload` (docs/caches.md)"
                )
            }
            return .good(.caches, subject, "can be written; not tried")
        }
    }

    /// Whether the node's files can be removed, as far as that can be told without doing it.
    private static func cacheFiles(of node: Platform.Node) -> CheckFinding? {
        guard let files = node.files else { return nil }

        let subject = "cache files of \(node.name)"
        guard let trouble = files.directory.trouble else {
            return .good(.caches, subject, "can be removed; not tried")
        }

        return .bad(
            .caches,
            subject,
            trouble,
            next: "run Purge on the node's machine, as an account that may change its cache (docs/caches.md)"
        )
    }

    /// Asks an edge for anything at all: an answer of any status says that it is there.
    private func check(_ edge: Edge, _ name: String, _ platform: Platform) async -> CheckFinding {
        let subject = "\(name) at \(edge.address)"
        guard let family = site.families.first(where: { !edge.hosts.isDisjoint(with: $0.hosts) }),
            let host = family.hosts.first(where: edge.hosts.contains), let scheme = family.schemes.first
        else {
            return .bad(
                .edges,
                subject,
                "serves no host of any family",
                next: "correct its `hosts`, or leave it out"
            )
        }

        do {
            let url = try HTTPURL("\(scheme.rawValue)://\(host)/")
            var request = HTTPRequest(.get, url.origin, url.target, deadline: .now + .seconds(10))
            request.via = edge.address
            let response = try await platform.view.probe.send(request)
            return .good(.edges, subject, "answers (\(response.status) for /)")
        } catch {
            let target = "\(scheme.rawValue)://\(host)/"
            return .bad(
                .edges,
                subject,
                "\(error)",
                next: "see what this machine gets: curl -sv --connect-to '::\(edge.address)' '\(target)'"
            )
        }
    }

    /// What a rehearsal needs; none is no fault.
    private func canary() -> [CheckFinding] {
        guard site.canary == nil else { return [] }

        return [
            .warning(
                .rehearsal,
                "canary",
                "the site names none, so that an emergency cannot be rehearsed",
                next: "publish a clip of your own and name it as `canary`; then `purge check --rehearse`"
            )
        ]
    }
}
