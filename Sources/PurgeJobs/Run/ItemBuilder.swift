/// Turns a matched clip into what will be done to it: its objects with evidence, its links, who must forget them, and
/// where they are probed.
struct ItemBuilder: Sendable {
    let site: Site
    let stores: [String: any ClipStore]
    let isDeleted: Bool
    /// Whether the edges are to refuse the links.
    let isBlocking: Bool
    /// Whether a person named these very clips.
    let isNamed: Bool

    /// The family of a link that no family makes.
    static let looseFamily = "as named"

    /// Asks the stores what they hold of the clip, and names everything that the plan will ever act on (R2).
    ///
    /// - Throws: `StoreError` when a store cannot be asked at all; a clip whose own objects are the trouble is set
    ///   aside instead (R12).
    func item(of clip: Clip, _ matches: [Match]) async throws -> PlannedItem {
        let category = matches.map(\.category).min() ?? ""
        if let url = clip.loose { return loose(clip, url, matches, category) }
        var objects: [Found] = []
        var cause: String?
        var silent: [StoreError] = []
        for family in site.families {
            let (keys, isComplete) = family.objects(of: clip.id)
            if !isComplete { cause = "its id cannot be part of an object's key" }
            do {
                let found = try await inspect(keys, family)
                objects += found.objects
                silent += found.silent
            } catch let error as StoreError where error.isOfObject {
                cause = "\(error)"
            }
        }
        // Where no store says anything there is nothing to plan on.
        if objects.isEmpty, let error = silent.first { throw error }
        let revocations = revocations(of: clip.id)
        return PlannedItem(
            clip: clip,
            state: cause == nil ? .planned : .setAside,
            cause: cause ?? unasked(silent) ?? unaddressed(clip) ?? revocations.trouble,
            category: category,
            matches: matches,
            objects: objects.map(\.object),
            targets: targets(of: clip, objects),
            extras: tags(of: clip) + revocations.extras,
            isDeleted: isDeleted,
            isNamed: isNamed
        )
    }

    /// The stores that could not be asked for a clip that a person named: what they hold stays, and is said to.
    private func unasked(_ errors: [StoreError]) -> String? {
        guard let first = errors.first else { return nil }

        let names = Set(errors.map(\.store)).sorted().joined(separator: ", ")
        return "not addressed: what \(names) holds (\(first))"
    }

    /// What of a clip that a person named cannot be known: links that only an inventory holds.
    private func unaddressed(_ clip: Clip) -> String? {
        guard isNamed else { return nil }

        let missing = site.families.filter { family in
            if case .inventoryField(let field) = family.source { clip.urls[field] == nil } else { false }
        }
        let names = missing.map(\.name).joined(separator: ", ")
        return missing.isEmpty ? nil : "not addressed: links that only an inventory holds (\(names))"
    }

    /// A URL that no family makes: purged and probed as it stands, and never proven.
    private func loose(_ clip: Clip, _ url: LinkURL, _ matches: [Match], _ category: String) -> PlannedItem {
        let host = Link.host(of: url) ?? ""
        let link = Link(family: Self.looseFamily, host: host, url: url)
        return PlannedItem(
            clip: clip,
            state: .planned,
            cause: "store not addressed: no family of the site makes this URL",
            category: category,
            matches: matches,
            objects: [],
            targets: [target(link, size: nil, isProven: false)],
            isDeleted: false,
            isNamed: true
        )
    }

    /// Whether a clip outside the plan may serve as a control: its stores hold something of it, where they can tell.
    func isAlive(_ clip: Clip) async throws -> Bool {
        var isTold = false
        for family in site.families where !family.objects.isEmpty {
            isTold = true
            let found = try await inspect(family.objects(of: clip.id).keys, family)
            if found.objects.contains(where: { $0.object.evidence != nil }) { return true }
        }
        return !isTold
    }

    /// The links of a clip in every family, each URL once.
    func links(of clip: Clip) -> [Link] {
        var seen: Set<LinkURL> = []
        return site.families.flatMap { $0.links(of: clip) }.filter { seen.insert($0.url).inserted }
    }

    // MARK: Objects and targets

    /// The stores that have a place to put bytes aside.
    private var preservers: Set<String> {
        Set(site.stores.filter { $0.kind.abilities.contains(.preserve) }.map(\.name))
    }

    private struct Found {
        let object: PlannedItem.Object
        let variant: String
    }

    /// What the stores hold of a family's objects; of a clip that a person named, also which stores could not be asked.
    private func inspect(
        _ keys: [(store: String, key: ObjectKey, variant: String)],
        _ family: LinkFamily
    ) async throws -> (objects: [Found], silent: [StoreError]) {
        var found: [Found] = []
        var silent: [StoreError] = []
        for (name, key, variant) in keys {
            guard let store = stores[name], !silent.contains(where: { $0.store == name }) else { continue }

            var evidence: ObjectEvidence?
            do throws(StoreError) {
                if case .present(let there) = try await store.inspect(key) { evidence = there }
            } catch {
                // A sweep comes again; an emergency does at once what can be done.
                guard isNamed, !error.isOfObject else { throw error }

                silent.append(error)
                continue
            }
            let object = PlannedItem.Object(
                store: name,
                key: key,
                family: family.name,
                evidence: evidence,
                isPreservable: preservers.contains(name)
            )
            found.append(Found(object: object, variant: variant))
        }
        return (found, silent)
    }

    private func targets(of clip: Clip, _ objects: [Found]) -> [PlannedItem.Target] {
        let hasAny = objects.contains { $0.object.evidence != nil }
        let proven = Set(objects.filter { $0.object.evidence != nil }.map(\.object.family))
        let withObjects = Set(site.families.filter { !$0.objects.isEmpty }.map(\.name))
        return links(of: clip).map { link in
            let behind = objects.first { found in
                guard found.object.evidence != nil else { return false }

                return found.object.family == link.family && found.variant == link.variant
            }
            let isProven = withObjects.contains(link.family) ? proven.contains(link.family) : hasAny
            return target(link, size: behind?.object.evidence?.size, isProven: isProven)
        }
    }

    private func target(_ link: Link, size: Int64?, isProven: Bool) -> PlannedItem.Target {
        let caches = site.caches.filter { $0.hosts.contains(link.host) }
        // What would block more than itself is not blocked; everything else is done to it.
        let canBlock = isBlocking && (try? BlockedLink(link.url)) != nil
        return PlannedItem.Target(
            link: link,
            size: size,
            isProven: isProven,
            nodes: caches.flatMap { $0.nodes.map(\.name) },
            edges: site.edges.filter { $0.hosts.contains(link.host) }.map(\.name),
            blockers: canBlock ? caches.flatMap(\.blockers) : []
        )
    }

    /// The clip's tags at every node that knows tags and serves a link of it, beside the purges of its links.
    private func tags(of clip: Clip) -> [PlannedItem.Extra] {
        let links = links(of: clip)
        return site.caches.flatMap { cache -> [PlannedItem.Extra] in
            guard let link = links.first(where: { cache.hosts.contains($0.host) }),
                // A link that is none is not purged either.
                let url = try? HTTPURL(link.url.bytes)
            else { return [] }

            return cache.tags(of: clip.id).flatMap { tag in
                let target = TagTarget(origin: url.origin, tag: tag).bytes
                return cache.nodes.map {
                    PlannedItem.Extra(kind: .purgeTag, place: .node($0.name), target: target)
                }
            }
        }
    }

    /// What makes the clip's share tokens and short links invalid, at every endpoint that can; and where its id cannot be
    /// part of a request.
    private func revocations(of clip: ClipID) -> (extras: [PlannedItem.Extra], trouble: String?) {
        var extras: [PlannedItem.Extra] = []
        var trouble: String?
        for revoker in site.revokers {
            do throws(RevocationError) {
                let revocation = try revoker.adapter.revocation(of: clip)
                extras.append(
                    PlannedItem.Extra(kind: .revoke, place: .revoker(revoker.name), target: revocation.bytes)
                )
            } catch {
                trouble = "not addressed: \(revoker.name), \(error)"
            }
        }
        return (extras, trouble)
    }
}
