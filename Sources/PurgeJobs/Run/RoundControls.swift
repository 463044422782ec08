/// Asks the controls and the sentinels of one round at one edge (R17).
///
/// A control is asked as the links are: with the same method, range, headers, scheme, host and family, on the same
/// client, before the links and after them; each round begins with another one. Beside them a clip is asked for that
/// never existed: an edge that serves it serves anything.
struct RoundControls: Sendable {
    let look: LinkLook
    let controls: [Link]
    /// Which round it is: which control is asked first.
    let turn: Int
    /// The id of a clip that never existed.
    let neverExisted: ClipID

    private static let concurrency = 16
    /// How many controls of a group are asked in a round before it goes without.
    private static let most = 16

    /// What holds at the beginning of a round, for the groups of its links.
    func before(_ groups: Set<LinkGroup>) async -> LiveTwins {
        let found = await BoundedTasks.map(groups, atMost: Self.concurrency) { group in
            var twins = await self.twins(of: group, first: [:])
            if await isNeverExistedServed(group) { twins.noteServesAnything(group) }
            return twins
        }
        return found.reduce(into: LiveTwins()) { $0.merge($1) }
    }

    /// What still holds at its end: the same controls first, others where one has gone out.
    func after(_ groups: Set<LinkGroup>, _ earlier: LiveTwins) async -> LiveTwins {
        let found = await BoundedTasks.map(groups, atMost: Self.concurrency) { group in
            var first: [String: Link] = [:]
            for variant in look.variants(of: group.family) {
                first[variant.name] = earlier.twin(group, variant: variant.name)
            }
            return first.isEmpty ? LiveTwins() : await twins(of: group, first: first)
        }
        return earlier.both(found.reduce(into: LiveTwins()) { $0.merge($1) })
    }

    /// A lit control for each variant of a group, as far as there is one.
    private func twins(of group: LinkGroup, first: [String: Link]) async -> LiveTwins {
        let mine = controls.filter { LinkGroup($0) == group }
        guard !mine.isEmpty else { return LiveTwins() }

        let start = turn % mine.count
        let rotated = mine[start...] + mine[..<start]
        let declared = Set(look.variants(of: group.family).flatMap(\.fields).map { $0.name.lowercased() })
        var twins = LiveTwins()
        for variant in look.variants(of: group.family) {
            let candidates = [first[variant.name]].compactMap(\.self) + rotated
            for control in candidates.prefix(Self.most) {
                let subject = LinkLook.Subject(url: control.url, family: control.family)
                let seen = await look.look(at: subject, as: variant)
                let verdict = seen.verdict
                twins.note(control, variant: variant.name, verdict)
                if look.edge.keepsVariants, !seen.varies.isSubset(of: declared) {
                    twins.noteUndeclaredVariants(group)
                }
                if verdict.visibility == .lit || verdict.isOfWholeEdge { break }
            }
        }
        return twins
    }

    /// Whether the edge serves the clip that never existed; false where the family's links cannot be derived.
    private func isNeverExistedServed(_ group: LinkGroup) async -> Bool {
        let links = look.family(group.family)?.links(of: Clip(id: neverExisted)) ?? []
        guard let link = links.first(where: { LinkGroup($0) == group }) else { return false }

        let subject = LinkLook.Subject(url: link.url, family: link.family, clip: neverExisted)
        return await look.look(at: subject, as: .plain).verdict.visibility == .lit
    }
}

extension LinkVerdict {
    /// Whether asking for another link of the same host would only say the same again.
    fileprivate var isOfWholeEdge: Bool {
        switch self {
        case .unknown(.unreachable), .unknown(.untrusted), .unknown(.timedOut), .unknown(.throttled): true
        default: false
        }
    }
}
