/// Turns the root of a job file into a job, and checks it against the site.
struct JobReader {
    let paths: PathText
    let site: Site
    let digest: Digest
    let book: ComplaintBook

    func job(_ keys: inout YAMLMapping) -> TakedownJob? {
        let name = keys.required("job")?.scalar(NameText.parse)
        let before = book.complaints.count
        let written = inventories(keys.required("inventories"))
        let areInventoriesRead = book.complaints.count == before
        let ruleValues = keys.optional("rules")?.list()
        let listKey = ruleValues == nil ? keys.required("lists") : keys.optional("lists")
        let listValues = listKey?.list() ?? []
        let lists = lists(listValues)
        let rules = rules(ruleValues ?? [], beside: Set(lists.compactMap { $0?.name }))
        let inventories = rules.isEmpty ? written : written.map { $0.forRules() }
        let categories = lists.compactMap(\.?.category) + rules.map(\.rule.category)
        let action = action(&keys, categories: Set(categories))
        let isBlocking = isBlocking(keys.optional("block"))
        let seeksRelatives = keys.optional("relatives")?.scalar(Self.answer)
        let guardLimit = keys.optional("guard")?.mapping(GuardReader.read)
        let verification = keys.optional("verify")?.mapping(Self.verification)
        if areInventoriesRead {
            requireFields(of: inventories, keys)
            requireHashes(of: zip(lists, listValues).map { ($0, $1) }, in: inventories)
            requireSubjects(of: rules, in: inventories)
        }
        guard let name, let action else { return nil }

        return TakedownJob(
            name: name,
            inventories: inventories,
            lists: lists.compactMap(\.self),
            rules: rules.map(\.rule),
            action: action,
            isBlocking: isBlocking,
            seeksRelatives: seeksRelatives ?? true,
            guardLimit: guardLimit ?? .standard,
            verification: verification ?? VerificationPolicy(),
            digest: digest
        )
    }

    private static func answer(_ text: String) throws(ScalarFlaw) -> Bool {
        try NameText.choice([("true", true), ("false", false)], "answers")(text)
    }

    private func isBlocking(_ value: YAMLValue?) -> Bool {
        guard let value,
            let isOn = value.scalar(Self.answer)
        else { return false }

        if isOn, site.blockers.isEmpty {
            value.complain(
                "no cache of the site has a deny list",
                "leave it out, or give a cache 'blocks' or 'denyLists'"
            )
        }
        return isOn
    }

    private func action(_ keys: inout YAMLMapping, categories: Set<String>) -> TakedownAction? {
        let written = keys.optional("action")
        let delay = keys.optional("deleteAfter")
        let delayValue = delay?.scalar(Self.delay)
        let byCategory = keys.optional("deleteAfterByCategory")
        let delays = self.delays(byCategory, categories)
        let choices: [(name: String, value: TakedownAction)] = [
            ("disable", .disable),
            ("delete", .delete(after: delayValue ?? TakedownAction.standardDelay, byCategory: delays)),
        ]
        let format = NameText.choice(choices, "actions")
        guard let action = written.map({ $0.scalar(format) }) ?? .disable else { return nil }

        if action == .disable {
            for written in [delay, byCategory].compactMap(\.self) {
                written.complain("goes only with 'action: delete'", "leave it out, or ask to delete")
            }
        }
        requireAbilities(for: action, written, keys)
        return action
    }

    private static func delay(_ text: String) throws(ScalarFlaw) -> Duration {
        try DurationText.within(.zero ... .seconds(366 * 86_400))(text)
    }

    /// The times of categories that have one of their own.
    private func delays(_ value: YAMLValue?, _ categories: Set<String>) -> [String: Duration] {
        let pairs = (value?.entries() ?? []).compactMap { entry -> (String, Duration)? in
            if !categories.contains(entry.name) {
                entry.value.complain(
                    "no list has the category '\(VisibleText.of(entry.name))'",
                    NearestName.remedy(for: entry.name, among: categories.sorted(), "categories")
                )
            }
            return entry.value.scalar(Self.delay).map { (entry.name, $0) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Refuses an action that a store of the site cannot do, and a site where it would do nothing.
    private func requireAbilities(for action: TakedownAction, _ written: YAMLValue?, _ keys: YAMLMapping) {
        let complain = written?.complain ?? keys.complain
        let used = Set(site.families.flatMap(\.stores))
        if used.isEmpty {
            complain(
                "no family of the site names an object",
                "add 'object' to the families whose bytes are to go"
            )
        }
        for store in site.stores where used.contains(store.name) {
            let abilities = store.kind.abilities
            if !abilities.contains(.disable) {
                complain("the store '\(store.name)' cannot disable", "keep its families out of the site")
            } else if action != .disable, !abilities.contains(.delete) {
                complain("the store '\(store.name)' cannot delete", "write 'action: disable'")
            }
        }
    }

    /// Refuses a job in which no inventory holds the field of a family: its links would never be seen.
    private func requireFields(of inventories: [InventoryJob], _ keys: YAMLMapping) {
        let fields = inventories.compactMap(\.fields).flatMap(\.urls)
        guard !inventories.contains(where: \.isNamed) else { return }

        for family in site.families {
            guard case .inventoryField(let field) = family.source, !fields.contains(field) else { continue }

            keys.complain(
                "no inventory has the field '\(VisibleText.of(field))' of the site's family '\(family.name)'",
                "add it to 'fields.urls' of the inventory that holds it"
            )
        }
    }

    /// Refuses lists of hashes that no inventory holds: they could never match.
    private func requireHashes(
        of lists: [(settings: ReportList?, value: YAMLValue)],
        in inventories: [InventoryJob]
    ) {
        let fields = inventories.compactMap(\.fields)
        for (settings, value) in lists {
            guard let kind = settings?.kind.rawValue, let hash = MediaHash.Algorithm(rawValue: kind) else {
                continue
            }

            if !fields.contains(where: { $0.hashes[hash] != nil }) {
                value.complain("no inventory has '\(kind)' hashes", "add '\(kind)' to the 'fields' of one")
            }
        }
    }

    private static func verification(_ keys: inout YAMLMapping) -> VerificationPolicy? {
        let pause = DurationText.within(.milliseconds(1) ... .seconds(3600))
        var policy = VerificationPolicy()
        policy.rounds = keys.optional("rounds")?.scalar(NumberText.whole(2...10)) ?? policy.rounds
        policy.spacing = keys.optional("spacing")?.scalar(pause) ?? policy.spacing
        policy.patience =
            keys.optional("patience")?.scalar(DurationText.within(.zero ... .seconds(7 * 86_400)))
            ?? policy.patience
        policy.repurge = keys.optional("repurge")?.scalar(pause) ?? policy.repurge
        return policy
    }
}
