extension JobReader {
    func inventories(_ value: YAMLValue?) -> [InventoryJob] {
        // Of files and URLs alike, no two of which are written alike.
        var files: Set<String> = []
        return (value?.list() ?? []).compactMap { inventory in
            inventory.mapping { inventoryJob(&$0, &files) }
        }
    }

    /// The lists in the order of the file; nil for one that is refused.
    func lists(_ values: [YAMLValue]) -> [ReportList?] {
        var names: Set<String> = []
        return values.map { value in value.mapping { list(&$0, &names) } }
    }

    private func inventoryJob(_ keys: inout YAMLMapping, _ seen: inout Set<String>) -> InventoryJob? {
        let kind = keys.required("kind")?.scalar(NameText.choice(Self.kinds, "kinds of inventories"))
        if kind == .named {
            return InventoryJob(kind: .named, badRowShare: InventoryJob.standardBadRowShare)
        }
        if kind == .http { return apiJob(&keys, &seen) }
        if kind == .directory { return treeJob(&keys, &seen) }

        let files = keys.required("files")?.items(paths.inventory) ?? []
        for file in files where !seen.insert(file.value).inserted {
            file.source.complain("another inventory of the job reads this file", "name it once")
        }
        let fields = keys.optional("fields")?.mapping(Self.fields)
        let share = keys.optional("badRows")?.scalar(ShareText.parse)
        let freshness = keys.optional("freshness")
        let age = freshness?.scalar(Self.age)
        if files.contains(where: { $0.value == "-" }) {
            freshness?.complain("standard input has no age", "leave it out, or name a file")
        }
        let paths = files.map(\.value)
        let read: InventoryKind? =
            switch kind {
            case .files(let format): .files(format, fileSettings(paths, fields, &keys))
            case .sqlite: tableSettings(files, fields, &keys).map { .sqlite($0) }
            case .http, .directory, .named, nil: nil
            }
        return read.map {
            InventoryJob(kind: $0, badRowShare: share ?? InventoryJob.standardBadRowShare, freshness: age)
        }
    }

    private enum Kind: Hashable {
        case files(InventoryFormat)
        case sqlite
        case http
        case directory
        case named
    }

    private static let kinds: [(name: String, value: Kind)] =
        InventoryFormat.allCases.map { ($0.rawValue, .files($0)) } + [
            ("sqlite", .sqlite), ("http", .http), ("directory", .directory), ("named", .named),
        ]

    private func apiJob(_ keys: inout YAMLMapping, _ seen: inout Set<String>) -> InventoryJob? {
        let fields = keys.optional("fields")?.mapping(Self.fields)
        let share = keys.optional("badRows")?.scalar(ShareText.parse)
        return apiSettings(&keys, fields, &seen).map {
            InventoryJob(kind: .http($0), badRowShare: share ?? InventoryJob.standardBadRowShare)
        }
    }

    /// The served tree of one of the site's stores.
    private func treeJob(_ keys: inout YAMLMapping, _ seen: inout Set<String>) -> InventoryJob? {
        let storeValue = keys.required("store")
        let store = storeValue?.scalar(NameText.parse)
        let families = keys.optional("families")?.items(NameText.parse)
        let share = keys.optional("badRows")?.scalar(ShareText.parse)
        guard let storeValue, let store else { return nil }
        guard let settings = site.stores.first(where: { $0.name == store }) else {
            let remedy = NearestName.remedy(for: store, among: site.stores.map(\.name), "stores")
            storeValue.complain("the site has no store '\(store)'", remedy)
            return nil
        }
        guard case .fileTree(let tree) = settings.kind else {
            storeValue.complain("the store '\(store)' is no directory", "name one of the kind 'fileTree'")
            return nil
        }

        let known = site.families.filter { family in family.objects.contains { $0.store == store } }
        for family in families ?? [] where !known.contains(where: { $0.name == family.value }) {
            let remedy = NearestName.remedy(for: family.value, among: known.map(\.name), "families")
            family.source.complain("no family '\(family.value)' has objects in this store", remedy)
        }
        let wanted = families.map { items in known.filter { items.map(\.value).contains($0.name) } } ?? known
        let patterns = wanted.flatMap { family in
            family.objects.filter { $0.store == store }
                .flatMap { KeyPattern.all(of: $0.key, family.variables) }
        }
        if known.isEmpty { storeValue.complain("no family has objects in this store", "name another store") }
        if !seen.insert("\(store):").inserted {
            storeValue.complain("another inventory of the job walks this store", "name it once")
        }
        return InventoryJob(
            kind: .directory(DirectoryInventory.Settings(root: tree.root, patterns: patterns)),
            badRowShare: share ?? InventoryJob.standardBadRowShare
        )
    }

    private func fileSettings(
        _ files: [String],
        _ fields: InventoryFields?,
        _ keys: inout YAMLMapping
    ) -> FileInventory.Settings {
        let compressions = InventoryCompression.allCases.map { (name: $0.rawValue, value: $0) }
        var settings = FileInventory.Settings(files: files, fields: fields ?? .standard)
        settings.compression = keys.optional("compression")?.scalar(
            NameText.choice(compressions, "compressions")
        )
        return settings
    }

    private func tableSettings(
        _ files: [YAMLValue.Item<String>],
        _ fields: InventoryFields?,
        _ keys: inout YAMLMapping
    ) -> SQLiteInventory.Settings? {
        for file in files where file.value == FileInventory.standardInput {
            file.source.complain("a database cannot come through standard input", "name a file")
        }
        let table = keys.required("table")?.scalar(NameText.field)
        let key = keys.optional("key")?.scalar(NameText.field)
        return table.map {
            SQLiteInventory.Settings(
                files: files.map(\.value),
                table: $0,
                key: key,
                fields: fields ?? .standard
            )
        }
    }

    /// How old an inventory or a list may be.
    private static func age(_ text: String) throws(ScalarFlaw) -> Duration {
        try DurationText.within(.seconds(1) ... .seconds(366 * 86_400))(text)
    }

    /// Fields of another shape than the default's: what is left out is not read.
    private static func fields(_ keys: inout YAMLMapping) -> InventoryFields? {
        let id = keys.required("id")?.scalar(NameText.field)
        let views = keys.optional("views")?.scalar(NameText.field)
        let urls = keys.optional("urls")?.values(NameText.field) ?? []
        let hashes = MediaHash.Algorithm.allCases.reduce(into: [MediaHash.Algorithm: String]()) {
            $0[$1] = keys.optional($1.rawValue)?.scalar(NameText.field)
        }
        let channel = keys.optional("channel")?.scalar(NameText.field)
        let creator = keys.optional("creator")?.scalar(NameText.field)
        let footage = FootageFields(
            video: keys.optional("video")?.scalar(NameText.field),
            offset: keys.optional("offset")?.scalar(NameText.field),
            duration: keys.optional("duration")?.scalar(NameText.field)
        )
        let traits = TraitFields(
            created: keys.optional("created")?.scalar(NameText.field),
            language: keys.optional("language")?.scalar(NameText.field),
            title: keys.optional("title")?.scalar(NameText.field)
        )
        guard let id else { return nil }

        do throws(InventoryFields.Flaw) {
            return try InventoryFields(
                id: id,
                views: views,
                urls: urls,
                hashes: hashes,
                channel: channel,
                creator: creator,
                footage: footage,
                traits: traits
            )
        } catch {
            keys.complain(VisibleText.of("\(error)"), "name each field once")
            return nil
        }
    }

    private func list(_ keys: inout YAMLMapping, _ names: inout Set<String>) -> ReportList? {
        let name = keys.required("name")
        let nameText = name?.scalar(NameText.parse)
        if let nameText, !names.insert(nameText).inserted {
            name?.complain("another list has the name '\(nameText)'", "choose another name")
        }
        let kinds = ListKind.allCases.map { (name: $0.rawValue, value: $0) }
        let kind = keys.required("of")?.scalar(NameText.choice(kinds, "kinds of lists"))
        let category = keys.required("category")?.scalar(NameText.parse)
        let source = source(&keys)
        let maxAge = keys.optional("maxAge")
        let age = maxAge?.scalar(Self.age)
        if case .lines? = source {
            maxAge?.complain("entries of the job itself have no age", "leave it out, or name a file")
        }
        guard let nameText, let kind, let source, let category else { return nil }

        return ReportList(
            name: nameText,
            category: category,
            kind: kind,
            source: source,
            maximumAge: age
        )
    }

    private func source(_ keys: inout YAMLMapping) -> ReportList.Source? {
        let file = keys.optional("file")
        let entries = keys.optional("entries")
        switch (file, entries) {
        case (let file?, nil): return file.scalar(paths.parse).map { .file($0) }
        case (nil, let entries?): return .lines(entries.values(Self.line))
        default:
            keys.complain("must say where its lines are", "write one of 'file' and 'entries'")
            return nil
        }
    }

    /// One line of a list.
    private static func line(_ text: String) throws(ScalarFlaw) -> String {
        guard !text.utf8.contains(UInt8(ascii: "\n")), !text.utf8.starts(with: "#".utf8) else {
            throw ScalarFlaw("is no line of a list", "write one entry, on one line")
        }

        return text
    }
}
