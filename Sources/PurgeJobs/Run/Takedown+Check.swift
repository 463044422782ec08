extension Takedown {
    /// Tries everything that both files name: the site, lists, inventories; sends GET requests only.
    package func check() async -> [SiteCheck.Finding] {
        await SiteCheck(site).check() + [checkLists()] + checkInventories()
    }

    private func checkLists() -> SiteCheck.Finding {
        do {
            let lists = try LoadedLists(job.lists, site)
            let malformed = lists.entries.count { entry in
                if case .malformed = entry.value { true } else { false }
            }
            return SiteCheck.Finding(
                subject: "lists",
                isGood: malformed == 0,
                detail: "\(lists.entries.count) entries, \(malformed) malformed"
            )
        } catch {
            return .bad("lists", "\(error)")
        }
    }

    private func checkInventories() -> [SiteCheck.Finding] {
        do {
            return try job.inventories.flatMap { try $0.kind.sources(of: []) }
                .map { .good("inventory", "\(VisibleText.of($0.name)) can be opened") }
        } catch {
            return [.bad("inventory", "\(error)")]
        }
    }

    /// A time such as `30d`, as the files write it; nil when it is none.
    package static func duration(_ text: String) -> Duration? {
        // What is wrong with it is said by whoever asked.
        try? DurationText.parse(text)
    }
}
