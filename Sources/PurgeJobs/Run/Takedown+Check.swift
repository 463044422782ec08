extension Takedown {
    /// Tries everything that both files name: the site, lists, inventories; sends GET requests only.
    package func check() async -> [CheckFinding] {
        await SiteCheck(site).check() + [checkLists()] + checkInventories()
    }

    private func checkLists() -> CheckFinding {
        do {
            let lists = try LoadedLists(job, site)
            let malformed = lists.entries.count { entry in
                if case .malformed = entry.value { true } else { false }
            }
            let detail = "\(lists.entries.count) entries, \(malformed) malformed"
            return malformed == 0
                ? .good(.lists, "lists", detail)
                : .bad(
                    .lists,
                    "lists",
                    detail,
                    next: "`purge plan` lists them with their lines; correct these"
                )
        } catch {
            return .bad(.lists, "lists", "\(error)", next: "correct the list or its line in the job file")
        }
    }

    private func checkInventories() -> [CheckFinding] {
        do {
            return try job.inventories.flatMap { try $0.kind.sources(of: []) }
                .map { .good(.inventories, VisibleText.of($0.name), "can be opened") }
        } catch {
            return [
                .bad(
                    .inventories,
                    "inventory",
                    "\(error)",
                    next: "see whether the export came, and to this path"
                )
            ]
        }
    }

    /// A time such as `30d`, as the files write it; nil when it is none.
    package static func duration(_ text: String) -> Duration? {
        // What is wrong with it is said by whoever asked.
        try? DurationText.parse(text)
    }
}
