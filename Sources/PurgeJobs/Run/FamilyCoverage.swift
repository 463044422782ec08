/// Who erases, purges, blocks and probes the links of a family, by name.
package struct FamilyCoverage: Encodable, Sendable {
    package let erasers: [String]
    package let purgers: [String]
    package let blockers: [String]
    package let probers: [String]

    init(of family: LinkFamily, in site: Site) {
        let caches = site.caches.filter { !$0.hosts.isDisjoint(with: family.hosts) }
        erasers = family.stores
        purgers = caches.map(\.name)
        blockers = caches.flatMap(\.blockers)
        probers = site.edges.filter { !$0.hosts.isDisjoint(with: family.hosts) }.map(\.name)
    }

    /// What this comes to for the family: a link that nobody probes can never be dark, one that nobody erases or purges
    /// may stay lit.
    func finding(for family: LinkFamily) -> CheckFinding {
        var finding: CheckFinding
        if probers.isEmpty {
            finding = .bad(
                .families,
                family.name,
                "nobody probes its links: they can never be called dark",
                next: "add an origin, or a cache's node, that serves \(family.hosts.joined(separator: ", "))"
            )
        } else if erasers.isEmpty {
            finding = .warning(
                .families,
                family.name,
                "no store holds what it serves: its links go dark only if they fail when the clip's other objects are gone",
                next:
                    "name its `object`, or see with `purge plan --probe` and a clip that is down that it answers 404"
            )
        } else if purgers.isEmpty {
            finding = .warning(
                .families,
                family.name,
                "nobody purges its links",
                next:
                    "where anything caches \(family.hosts.joined(separator: ", ")), name that cache in `caches`"
            )
        } else {
            finding = .good(.families, family.name, "erased, purged and probed")
        }
        finding.coverage = self
        return finding
    }
}
