/// Reads the guards of a job: what is left out is as `Guard.standard` has it.
enum GuardReader {
    static func read(_ keys: inout YAMLMapping) -> Guard? {
        let count = NumberText.whole(0...1_000_000_000)
        var limits = Guard.standard
        limits.items = keys.optional("items")?.scalar(count) ?? limits.items
        limits.share = keys.optional("share")?.scalar(ShareText.parse) ?? limits.share
        limits.perEntry = keys.optional("perEntry")?.scalar(count) ?? limits.perEntry
        limits.perChannel = keys.optional("perChannel")?.scalar(count) ?? limits.perChannel
        limits.perCreator = keys.optional("perCreator")?.scalar(count) ?? limits.perCreator
        limits.listGrowth =
            keys.optional("listGrowth")?.scalar(switchable(NumberText.whole(1...1000))) ?? limits.listGrowth
        limits.listGrowthEntries =
            keys.optional("listGrowthEntries")?.scalar(count) ?? limits.listGrowthEntries
        let empty: [(name: String, value: Bool)] = [("hold", true), ("allow", false)]
        limits.holdsEmptyInventories =
            keys.optional("inventoryEmpty")?.scalar(
                NameText.choice(empty, "ways to treat an empty inventory")
            )
            ?? limits.holdsEmptyInventories
        limits.inventoryShrink =
            keys.optional("inventoryShrink")?.scalar(switchable(ShareText.parse)) ?? limits.inventoryShrink
        limits.listShrink =
            keys.optional("listShrink")?.scalar(switchable(ShareText.parse)) ?? limits.listShrink
        limits.notFound = keys.optional("notFound")?.scalar(switchable(ShareText.parse)) ?? limits.notFound
        return limits
    }

    /// A format that also takes `off`, for a guard that is not wanted.
    private static func switchable<Value>(
        _ format: @escaping (String) throws(ScalarFlaw) -> Value
    ) -> (String) throws(ScalarFlaw) -> Value? {
        { (text) throws(ScalarFlaw) in text == "off" ? nil : try format(text) }
    }
}
