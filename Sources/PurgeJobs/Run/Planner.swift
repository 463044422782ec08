/// Walks the inventories, matches, and seals a plan; sends nothing (R9).
///
/// Each page is one transaction: items, links, steps, bad rows and the cursor after them. A walk that was interrupted
/// goes on from its cursors as long as job, site, lists, decisions and sources are what they were; else it is begun
/// anew.
package struct Planner: Sendable {
    /// One source of a job, with how many bad rows the job lets pass and how old it may be.
    struct Source: Sendable {
        let source: any InventorySource
        let badRowShare: Double
        var freshness: Duration?
    }

    let ledger: Ledger
    let header: PlanHeader
    let entries: [ListEntry]
    /// What the guards must know of the lists.
    let lists: [GuardedInput]
    let sources: [Source]
    let matcher: any ClipMatcher
    /// What finds clips for people alone.
    let reviewer: RuleReviewer
    let builder: ItemBuilder
    let limit: Guard
    /// Whether the plan may be made while a run of the job is not at its end; what that one has is left to it.
    let isBeside: Bool
    /// Why it is not looked for clips that are close to those of the plan; nil where it is.
    let noRelatives: String?
    let `operator`: Operator
    let stop: StopSignal
    let desk: RequestDesk
    let progress: @Sendable (RunProgress) -> Void

    /// Rows that a source may have before its share of bad ones is judged.
    private static let leastRows = 1000

    /// Makes the plan.
    ///
    /// - Throws: `PlanError`, `InventoryError`, `StoreError` or `LedgerError`; nothing was sent in any case.
    func plan() async throws -> SealedPlan {
        let run = try await openRun()
        desk.controls.concern(run)
        do {
            return try await planned(run)
        } catch let error as InventoryError where header.jobFile.path == PlanHeader.emergencyPath {
            // What was typed is typed anew, and makes a job of its own: nobody would ever go on with this one.
            try await ledger.change { try $0.discard(run, because: error.description) }
            throw error
        }
    }

    private func planned(_ run: RunID) async throws -> SealedPlan {
        var controls = ControlPicker(try await ledger.change { try $0.controlClips(of: run) })
        var inputs = lists
        for (number, source) in sources.enumerated() {
            // Asked before the walk: what takes its place meanwhile does not make it younger.
            inputs.append(try await Self.guarded(source))
            try await walk(source, number, run, &controls)
        }
        if sources.count > 1, entries.contains(where: \.isOfRows) { try await gather(run) }
        try await addNamedControls(run)
        let relatives = try await relatives(of: run)
        let (limit, guarded) = (limit, inputs)
        return try await ledger.change { transaction in
            try transaction.record(relatives, of: run)
            return try transaction.seal(run, guard: limit, guarded)
        }
    }

    private static func guarded(_ source: Source) async throws -> GuardedInput {
        let changedAt = source.freshness == nil ? nil : try await source.source.changedAt()
        return GuardedInput(
            .inventory,
            source.source.name,
            changedAt: changedAt,
            maximumAge: source.freshness
        )
    }

    // MARK: Begin or go on

    private func openRun() async throws -> RunID {
        let job = header.job
        if !isBeside,
            let begun = try await ledger.change({ try $0.snapshot.newestRun(in: [.applying], job: job) })
        {
            throw PlanError.unfinished(run: begun.id, job: job)
        }
        let exemptions = try await ledger.change { try $0.exemptionsDigest() }
        if let walking = try await ledger.change({ try $0.snapshot.newestRun(in: [.walking], job: job) }) {
            if try await canGoOn(walking, exemptions) { return walking.id }
            try await ledger.change { try $0.discard(walking.id, because: "its inputs changed") }
        }
        let (header, entries, person) = (header, entries, `operator`)
        return try await ledger.change { transaction in
            let run = try transaction.beginPlan(header, exemptions: exemptions, by: person)
            try transaction.add(entries, to: run)
            return run
        }
    }

    private func canGoOn(_ run: RunOverview, _ exemptions: Digest) async throws -> Bool {
        guard run.jobDigest == header.jobFile.digest, run.siteDigest == header.siteFile.digest,
            run.listsDigest == header.listsDigest, run.exemptionsDigest == exemptions,
            run.tool == `operator`.version
        else { return false }

        let known = try await ledger.change { try $0.snapshot.sources(of: run.id) }
        guard known.map(\.name) == header.sources else { return false }

        for (overview, source) in zip(known, sources) {
            guard let cursor = try overview.cursor.map(InventoryCursor.init(text:)) else { continue }
            // A stream that was walked to its end has nothing left to be asked for.
            if overview.isComplete, cursor.isStream { continue }

            let isSame = try await goesOn(source.source, after: cursor, run.id)
            if !isSame { return false }
        }
        try await ledger.change { try $0.adopt(run.id) }
        return true
    }

    private func goesOn(
        _ source: any InventorySource,
        after cursor: InventoryCursor,
        _ run: RunID
    ) async throws -> Bool {
        do {
            _ = try await patiently(source, of: run) { source throws(InventoryError) in
                try await source.page(after: cursor)
            }
            return true
        } catch let error as InventoryError {
            if error.cause == .changed { return false }
            throw error
        }
    }

    /// Between two pages: gives way to an emergency, waits while the run is paused, or ends the walk where it can be taken
    /// up again.
    func heedStop(
        _ run: RunID,
        _ phase: RunProgress.Phase = .walking,
        rows: Int = 0,
        badRows: Int = 0
    ) async throws {
        let news = RunProgress(phase: phase, rows: rows, badRows: badRows)
        if try await desk.passage(for: run, news) { try await ledger.change { try $0.adopt(run) } }
    }

    // MARK: One source

    private func walk(
        _ source: Source,
        _ number: Int,
        _ run: RunID,
        _ controls: inout ControlPicker
    ) async throws {
        let known = try await ledger.change { try $0.snapshot.sources(of: run)[number] }
        var rows = known.rows
        var badRows = known.badRows
        var cursor = try known.cursor.map(InventoryCursor.init(text:))
        var isComplete = known.isComplete
        while !isComplete {
            try await heedStop(run, rows: rows, badRows: badRows)
            let page = try await patiently(source.source, of: run) { [cursor] source throws(InventoryError) in
                try await answer(of: source, after: cursor)
            }
            rows += page.rows
            badRows += page.badRows.count
            try judge(badRows, of: rows, isOver: page.isLast, source, page)
            try await commit(page, number, run, &controls)
            cursor = page.cursor
            isComplete = page.isLast
            progress(RunProgress(phase: .walking, rows: rows, badRows: badRows))
        }
    }

    /// The next page; where the job names its clips and the source can be asked for them, those and no walk.
    ///
    /// A URL that leads to no clip may be one that the source alone knows: for that it is walked all the same.
    private func answer(
        of source: any InventorySource,
        after cursor: InventoryCursor?
    ) async throws(InventoryError) -> InventoryPage {
        let clips = entries.compactMap(\.clip)
        guard builder.isNamed, cursor == nil, clips.count == entries.count,
            let source = source as? any ClipLookup
        else { return try await source.page(after: cursor) }

        var seen: Set<ClipID> = []
        return try await source.page(of: clips.filter { seen.insert($0).inserted })
    }

    private func judge(_ bad: Int, of rows: Int, isOver: Bool, _ source: Source, _ page: InventoryPage) throws
    {
        guard isOver || rows >= Self.leastRows, Double(bad) > source.badRowShare * Double(rows) else {
            return
        }

        let first = page.badRows.first.map { "line \($0.line): \($0.reason)" } ?? "in an earlier page"
        throw PlanError.tooManyBadRows(source: source.source.name, bad: bad, rows: rows, first: first)
    }

    private func commit(
        _ page: InventoryPage,
        _ number: Int,
        _ run: RunID,
        _ controls: inout ControlPicker
    ) async throws {
        var items: [PlannedItem] = []
        var taken: [(clip: ClipID, links: [Link])] = []
        var dropped: [ClipID] = []
        var findings: [RuleFinding] = []
        for clip in page.clips {
            let matches = matcher.matches(clip)
            findings += reviewer.rules(metBy: clip).map { rule in
                RuleFinding(list: rule.list, line: rule.line, clip: clip.id, views: clip.views)
            }
            if !matches.isEmpty {
                items.append(try await builder.item(of: clip, matches))
            } else if controls.wants(clip.id), try await builder.isAlive(clip) {
                dropped += [controls.take(clip.id)].compactMap { $0 }
                taken.append((clip.id, builder.links(of: clip)))
            }
        }
        let step = InventoryProgress(
            source: number,
            cursor: page.cursor.text,
            rows: page.rows,
            clips: page.clips.count,
            badRows: page.badRows.map { ($0.line, $0.reason) },
            isLast: page.isLast
        )
        let change = (items, taken, dropped, findings)
        try await ledger.change { transaction in
            try transaction.commitPage(step, of: run, items: change.0)
            try transaction.note(change.3, of: run)
            for control in change.1 { try transaction.addControl(control.clip, control.links, to: run) }
            for clip in change.2 { try transaction.removeControl(clip, of: run) }
        }
    }

    // MARK: What is known only at the end

    /// A clip that matched by what one source says of it, such as its hash, has links in the others too: they are looked through once more.
    private func gather(_ run: RunID) async throws {
        for source in sources {
            var cursor: InventoryCursor?
            var isLast = false
            while !isLast {
                try await heedStop(run)
                let page = try await patiently(source.source, of: run) {
                    [cursor] source throws(InventoryError) in try await source.page(after: cursor)
                }
                var items: [PlannedItem] = []
                for clip in page.clips where try await ledger.change({ try $0.hasItem(clip.id, in: run) }) {
                    items.append(try await builder.item(of: clip, matcher.matches(clip)))
                }
                let found = items
                if !found.isEmpty { try await ledger.change { try $0.gather(found, of: run) } }
                cursor = page.cursor
                isLast = page.isLast
            }
        }
    }

    private func addNamedControls(_ run: RunID) async throws {
        let named = builder.site.controls.map { ($0, builder.links(of: Clip(id: $0))) }
        try await ledger.change { transaction in
            for (clip, links) in named { try transaction.addControl(clip, links, to: run) }
            try transaction.borrowControls(for: run)
        }
    }
}

extension ListEntry {
    /// Whether it names no clip, so that only a row can tell which ones it means.
    fileprivate var isOfRows: Bool {
        switch value {
        case .hash, .rule: true
        case .clip, .url, .malformed: false
        }
    }

    /// The clip that it names, by its id or by a URL that leads to one.
    fileprivate var clip: ClipID? {
        switch value {
        case .clip(let id), .url(_, let id?): id
        case .url(_, nil), .hash, .rule, .malformed: nil
        }
    }
}
