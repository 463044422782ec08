import Crypto

/// A job's lists, read, and its rules: their entries, the matchers over them, and one digest for all lists.
///
/// What rules say stands in the job file, which has a digest of its own.
struct LoadedLists: Sendable {
    private(set) var entries: [ListEntry] = []
    private(set) var matchers = MatcherSet()
    private(set) var reviewer = RuleReviewer()
    /// What the guards must know of them.
    let guarded: [GuardedInput]
    let digest: Digest

    /// Reads every list to its end.
    ///
    /// - Throws: `ListError` for a list that is empty, cut off or none; nothing was planned.
    init(_ job: TakedownJob, _ site: Site) throws {
        let forms = try ClipURLForms(
            families: site.families,
            clipURLs: site.clipURLs,
            notClips: site.notClips
        )
        guarded = job.lists.map(\.guarded)
        var hasher = SHA256()
        for list in job.lists {
            var reader = try list.reader(forms: forms)
            while let entry = try reader.next() {
                entries.append(entry)
                matchers.insert(entry)
            }
            hasher.update(data: Array(list.name.utf8) + [0] + Array(list.category.utf8) + [0])
            hasher.update(data: reader.digest?.bytes ?? [])
        }
        for entry in job.rules.map(\.entry) {
            entries.append(entry)
            matchers.insert(entry)
            reviewer.insert(entry)
        }
        digest = Digest(stored: Array(hasher.finalize()))
    }
}
