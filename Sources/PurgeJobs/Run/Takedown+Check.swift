extension Takedown {
    /// What was tried, and how it went.
    package struct Finding: Sendable {
        package let subject: String
        package let isGood: Bool
        /// What was seen, or what is wrong and what to do about it.
        package let detail: String
    }

    /// Tries everything that the files name: stores, lists, inventories, every edge; sends GET requests only.
    ///
    /// - Throws: nothing that is the platform's: that is what the findings are for.
    package func check() async throws -> [Finding] {
        var findings = warnings.map { Finding(subject: "site", isGood: true, detail: "warning: \($0)") }
        let platform: Platform
        do {
            platform = try Platform(site)
            findings += site.stores.map {
                Finding(subject: "store \($0.name)", isGood: true, detail: "can be used")
            }
        } catch {
            return findings + [Finding(subject: "site", isGood: false, detail: "\(error)")]
        }
        findings.append(checkLists())
        findings += checkInventories()
        for edge in site.edges { findings.append(await check(edge, platform)) }
        findings += site.families.map { family in check(family, platform) }
        findings += platform.revokers.map { revoker in
            Finding(
                subject: "revoker \(revoker.name) at \(revoker.settings.adapter.url.origin)",
                isGood: true,
                detail: "not asked: it has no request without an effect"
            )
        }
        return findings
    }

    private func checkLists() -> Finding {
        do {
            let lists = try LoadedLists(job.lists, site)
            let malformed = lists.entries.count { entry in
                if case .malformed = entry.value { true } else { false }
            }
            return Finding(
                subject: "lists",
                isGood: malformed == 0,
                detail: "\(lists.entries.count) entries, \(malformed) malformed"
            )
        } catch {
            return Finding(subject: "lists", isGood: false, detail: "\(error)")
        }
    }

    private func checkInventories() -> [Finding] {
        do {
            return try job.inventories.flatMap { try $0.kind.sources(of: []) }
                .map {
                    Finding(
                        subject: "inventory",
                        isGood: true,
                        detail: "\(VisibleText.of($0.name)) can be opened"
                    )
                }
        } catch {
            return [Finding(subject: "inventory", isGood: false, detail: "\(error)")]
        }
    }

    /// Asks an edge for anything at all: an answer of any status says that it is there.
    private func check(_ edge: Edge, _ platform: Platform) async -> Finding {
        let subject = "edge \(edge.name) at \(edge.address)"
        guard let family = site.families.first(where: { !edge.hosts.isDisjoint(with: $0.hosts) }),
            let host = family.hosts.first(where: edge.hosts.contains), let scheme = family.schemes.first
        else { return Finding(subject: subject, isGood: false, detail: "serves no host of any family") }

        do {
            let url = try HTTPURL("\(scheme.rawValue)://\(host)/")
            var request = HTTPRequest(.get, url.origin, url.target, deadline: .now + .seconds(10))
            request.via = edge.address
            let response = try await platform.view.probe.send(request)
            return Finding(subject: subject, isGood: true, detail: "answers (\(response.status) for /)")
        } catch {
            return Finding(subject: subject, isGood: false, detail: "\(error)")
        }
    }

    /// Whether somebody erases, purges and probes the links of a family.
    private func check(_ family: LinkFamily, _ platform: Platform) -> Finding {
        let purgers = site.caches.filter { !$0.hosts.isDisjoint(with: family.hosts) }.map(\.name)
        let probers = site.edges.filter { !$0.hosts.isDisjoint(with: family.hosts) }.map(\.name)
        let eraser = family.object.map { "store \($0.store)" } ?? "no store"
        return Finding(
            subject: "family \(family.name)",
            isGood: !probers.isEmpty,
            detail:
                "\(job.action == .disable ? "disabled" : "erased") by \(eraser), purged by \(purgers.isEmpty ? "nobody" : purgers.joined(separator: ", ")), "
                + "probed at \(probers.joined(separator: ", "))"
        )
    }

    /// A time such as `30d`, as the files write it; nil when it is none.
    package static func duration(_ text: String) -> Duration? {
        // What is wrong with it is said by whoever asked.
        try? DurationText.parse(text)
    }
}
