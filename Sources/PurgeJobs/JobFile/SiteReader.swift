/// Turns the root of a site file into a site, and checks its parts against each other.
struct SiteReader {
    let paths: PathText
    let environment: [String: String]
    let digest: Digest
    let book: ComplaintBook

    /// The stores that may be named, also those whose settings are refused.
    var storeNames: [String] = []
    /// Every host of every family, where it stands.
    var published: [YAMLValue.Item<String>] = []
    /// The same hosts, each once; complete when all families are read.
    var publishedHosts: Set<String> = []
    /// How links are signed, by family.
    var mints: [String: MintSettings] = [:]
    /// The nodes and origins so far.
    var edgeNames: Set<String> = []
    /// The URLs of revokers that are asked without encryption, on a private network.
    var unencrypted: [YAMLValue] = []

    init(paths: PathText, environment: [String: String], digest: Digest, book: ComplaintBook) {
        self.paths = paths
        self.environment = environment
        self.digest = digest
        self.book = book
    }

    mutating func site(_ keys: inout YAMLMapping) -> Site? {
        let name = keys.required("site")?.scalar(NameText.parse)
        let storeEntries = keys.optional("stores")?.entries() ?? []
        storeNames = storeEntries.map(\.name)
        let familyEntries = keys.required("families")?.entries() ?? []
        let families = familyEntries.compactMap { entry in
            entry.value.mapping { family(&$0, name: entry.name) }
        }
        let before = book.complaints.count
        let cacheEntries = keys.optional("caches")?.entries() ?? []
        let originEntries = keys.optional("origins")?.entries() ?? []
        let caches = cacheEntries.compactMap { entry in entry.value.mapping { cache(&$0, name: entry.name) } }
        let origins = originEntries.compactMap { entry in entry.value.mapping { origin(&$0, entry) } }
        if book.complaints.count == before { requireEdges(caches.flatMap(\.edges) + origins) }

        let revokers = revokers(keys.optional("revokers")?.entries() ?? [])
        let channels = channels(keys.optional("notifications")?.entries() ?? [])
        let stores = storeEntries.compactMap { entry in
            entry.value.mapping { store(&$0, name: entry.name) }
        }
        let erasing = Set(families.flatMap(\.stores))
        let clipURLs = keys.optional("clipURLs")?.values(TemplateText.clipURL) ?? []
        let notClips = keys.optional("notClips")?.values(Self.clipID) ?? []
        let controls = keys.optional("controls")?.values(Self.clipID) ?? []
        let canary = canary(keys.optional("canary"), controls, stores.filter { erasing.contains($0.name) })
        let neverExisted = keys.optional("neverExisted")?.scalar(Self.clipID)
        let authorities = keys.optional("tls")?.mapping { [paths] in
            $0.required("authorities")?.scalar(paths.existing)
        }
        guard let name else { return nil }

        return Site(
            name: name,
            families: families,
            clipURLs: clipURLs,
            notClips: notClips.map { String(decoding: $0.bytes, as: UTF8.self) },
            mints: mints,
            stores: stores,
            caches: caches,
            origins: origins,
            revokers: revokers,
            channels: channels,
            controls: controls,
            canary: canary,
            neverExisted: neverExisted,
            authorities: authorities,
            warnings: warnings(families: families, stores: storeEntries, cacheEntries, caches),
            digest: digest
        )
    }

    private func canary(
        _ value: YAMLValue?,
        _ controls: [ClipID],
        _ stores: [StoreSettings]
    ) -> ClipID? {
        guard let value, let clip = value.scalar(Self.clipID) else { return nil }

        if controls.contains(clip) {
            value.complain("is a control as well, which nothing may take down", "name another clip")
        }
        if let store = stores.first(where: { !$0.kind.abilities.contains(.restore) }) {
            value.complain(
                "could not be brought back after a rehearsal: the store '\(store.name)' cannot restore",
                "describe its 'restore', or leave the canary out"
            )
        }
        return clip
    }

    private static func clipID(_ text: String) throws(ScalarFlaw) -> ClipID {
        guard let id = ClipID(text) else {
            throw ScalarFlaw("is no clip id", "write up to 512 bytes without control characters")
        }

        return id
    }

    /// Refuses hosts that nobody could probe: what cannot be probed can never be shown to be dark.
    private func requireEdges(_ edges: [Edge]) {
        let served = edges.reduce(into: Set<String>()) { $0.formUnion($1.hosts) }
        for host in published where !served.contains(host.value) {
            host.source.complain(
                "no node of a cache and no origin serves '\(host.value)', so that nobody could probe it",
                "add an origin, or add the host to the 'hosts' of one"
            )
        }
    }

    private func warnings(
        families: [LinkFamily],
        stores: [YAMLValue.Entry],
        _ cacheEntries: [YAMLValue.Entry],
        _ caches: [CacheSettings]
    ) -> [JobFileError.Complaint] {
        let notes = ComplaintBook(file: book.file)
        let cached = caches.reduce(into: Set<String>()) { $0.formUnion($1.hosts) }
        for host in published where !cached.contains(host.value) {
            host.source.note(
                "no cache serves '\(host.value)'",
                "add it to a cache's 'hosts' if one does: its links are only probed, never purged",
                in: notes
            )
        }
        for entry in cacheEntries {
            guard let cache = caches.first(where: { $0.name == entry.name }), !cache.blockers.isEmpty else {
                continue
            }

            let bare = cache.nodes.map(\.name).filter { !cache.blockers.contains($0) }
            if !bare.isEmpty {
                entry.key.note(
                    "\(bare.joined(separator: ", ")) cannot be made to refuse links",
                    "add a list for each node to 'denyLists'",
                    in: notes
                )
            }
            let blind = cache.blockers.filter { cache.bypasses[$0] == nil }
            if !blind.isEmpty {
                entry.key.note(
                    "what \(blind.joined(separator: ", ")) holds behind a block cannot be seen",
                    "add an address to 'bypass' that serves without the deny list, or blocked clips stay unverified",
                    in: notes
                )
            }
        }
        for url in unencrypted {
            url.note("is asked without encryption", "write 'https' where the endpoint has it", in: notes)
        }
        let used = Set(families.flatMap(\.stores))
        for store in stores where !used.contains(store.name) {
            store.key.note(
                "no family's 'object' is in this store",
                "delete it, or name it in a family",
                in: notes
            )
        }
        return notes.error.complaints
    }
}
