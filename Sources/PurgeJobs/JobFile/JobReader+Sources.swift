extension JobReader {
    func inventories(_ value: YAMLValue?) -> [InventoryJob] {
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
        let formats = InventoryFormat.allCases.map { (name: $0.rawValue, value: InventoryFormat?.some($0)) }
        let kinds = formats + [(name: "named", value: nil)]
        let kind = keys.required("kind")?.scalar(NameText.choice(kinds, "kinds of inventories"))
        if kind == .some(nil) {
            return InventoryJob(kind: .named, badRowShare: InventoryJob.standardBadRowShare)
        }

        let files = keys.required("files")?.items(paths.inventory) ?? []
        for file in files where !seen.insert(file.value).inserted {
            file.source.complain("another inventory of the job reads this file", "name it once")
        }
        let fields = keys.optional("fields")?.mapping(Self.fields)
        let compressions = InventoryCompression.allCases.map { (name: $0.rawValue, value: $0) }
        let compression = keys.optional("compression")?.scalar(NameText.choice(compressions, "compressions"))
        let share = keys.optional("badRows")?.scalar(ShareText.parse)
        let freshness = keys.optional("freshness")
        let age = freshness?.scalar(Self.age)
        if files.contains(where: { $0.value == "-" }) {
            freshness?.complain("standard input has no age", "leave it out, or name a file")
        }
        guard let format = kind ?? nil else { return nil }

        var settings = FileInventory.Settings(files: files.map(\.value), fields: fields ?? .standard)
        settings.compression = compression
        return InventoryJob(
            kind: format == .csv ? .csv(settings) : .jsonLines(settings),
            badRowShare: share ?? InventoryJob.standardBadRowShare,
            freshness: age
        )
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
        guard let id else { return nil }

        do throws(InventoryFields.Flaw) {
            return try InventoryFields(
                id: id,
                views: views,
                urls: urls,
                hashes: hashes,
                channel: channel,
                creator: creator,
                footage: footage
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
