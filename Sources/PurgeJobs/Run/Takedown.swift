import Foundation

/// One job on one site, as their files say it: what plans, and what applies plans.
package struct Takedown: Sendable {
    let site: Site
    let job: TakedownJob
    let siteFile: PlanHeader.Document
    let jobFile: PlanHeader.Document

    /// Reads and checks both files; nothing else happens.
    ///
    /// - Throws: `JobFileError` with everything that is wrong with them.
    package init(job jobPath: String, site flag: String?, environment: [String: String]) throws {
        let sitePath = try SitePath.find(flag: flag, environment: environment)
        site = try SiteFile.read(sitePath, environment: environment)
        job = try JobFile.read(jobPath, site: site)
        siteFile = try Self.document(sitePath, site.digest)
        jobFile = try Self.document(jobPath, job.digest)
    }

    /// An emergency's job on a site.
    ///
    /// - Throws: `JobFileError` for the site file, `EmergencyError` for targets that are none or on foreign hosts.
    package init(_ order: EmergencyOrder, site flag: String?, environment: [String: String]) throws {
        let path = EmergencyOrder.path
        try self.init(as: path, site: flag, environment: environment) { site in
            try order.jobFile(at: WallClock.now(), isBlocking: !site.blockers.isEmpty)
        }
        try refuseForeign(try LoadedLists(job, site).entries)
    }

    /// A job that a command writes for itself, on a site.
    init(
        as path: String,
        site flag: String?,
        environment: [String: String],
        writtenBy write: (Site) throws -> [UInt8]
    ) throws {
        let sitePath = try SitePath.find(flag: flag, environment: environment)
        site = try SiteFile.read(sitePath, environment: environment)
        let bytes = try write(site)
        job = try JobFile.read(bytes: bytes, as: path, site: site)
        siteFile = try Self.document(sitePath, site.digest)
        jobFile = PlanHeader.Document(path: path, digest: job.digest, bytes: bytes)
    }

    private func refuseForeign(_ entries: [ListEntry]) throws(EmergencyError) {
        var malformed: [String] = []
        var hosts: [String] = []
        for entry in entries {
            switch entry.value {
            case .malformed(let bytes, let reason): malformed.append("\(VisibleText.of(bytes)) (\(reason))")
            case .url(let url, nil):
                let host = Link.host(of: url) ?? ""
                if !site.hosts.contains(host) { hosts.append(VisibleText.of(host)) }
            case .url, .clip, .hash, .rule: continue
            }
        }
        if !malformed.isEmpty { throw .malformed(malformed) }
        if !hosts.isEmpty { throw .foreign(hosts: hosts) }
    }

    /// The job and the site that a run was begun with, from the ledger: whatever became of the files since, a run is
    /// finished on what it was planned on.
    ///
    /// - Throws: `JobFileError` when a credential is not there any more, `LedgerError` when the ledger lacks a file.
    package init(of run: RunOverview, in snapshot: LedgerSnapshot, environment: [String: String]) throws {
        siteFile = try snapshot.kept(run.siteDigest, path: run.sitePath)
        jobFile = try snapshot.kept(run.jobDigest, path: run.jobPath)
        site = try SiteFile.read(bytes: siteFile.bytes, as: run.sitePath, environment: environment)
        job = try JobFile.read(bytes: jobFile.bytes, as: run.jobPath, site: site)
    }

    package var name: String { job.name }

    /// What the files allow and a person should look at twice.
    package var warnings: [String] { site.warnings.map(\.description) }

    /// Walks, matches and seals; sends nothing.
    ///
    /// `isBeside` allows that while a run of the job is not at its end: what that one takes down is left to it.
    ///
    /// - Throws: `ListError`, `InventoryError`, `StoreError`, `PlanError`, `LedgerError`; nothing was sent.
    package func plan(
        in ledger: Ledger,
        by operator: Operator,
        isBeside: Bool = false,
        stop: StopSignal,
        progress: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> SealedPlan {
        let desk = desk(for: nil, in: ledger, stop, progress)
        let plan = try await desk.attend {
            try await planner(in: ledger, by: `operator`, isBeside, stop, desk, progress).plan()
        }
        // What a person has to look at first keeps nothing waiting any more.
        if plan.isBlocked { await desk.notices?.sayFarewell() }
        return plan
    }

    private func planner(
        in ledger: Ledger,
        by operator: Operator,
        _ isBeside: Bool,
        _ stop: StopSignal,
        _ desk: RequestDesk,
        _ progress: @escaping @Sendable (RunProgress) -> Void
    ) throws -> Planner {
        let lists = try LoadedLists(job, site)
        let sources = try sources(of: lists.entries)
        let header = PlanHeader(
            job: job.name,
            site: site.name,
            jobFile: jobFile,
            siteFile: siteFile,
            listsDigest: lists.digest,
            sources: sources.map(\.source.name)
        )
        let builder = ItemBuilder(
            site: site,
            stores: try SiteView(site, waits: job.isNamed).stores,
            isDeleted: job.action != .disable,
            isBlocking: job.isBlocking,
            isNamed: job.isNamed
        )
        return Planner(
            ledger: ledger,
            header: header,
            entries: lists.entries,
            lists: lists.guarded,
            sources: sources,
            matcher: lists.matchers,
            reviewer: lists.reviewer,
            builder: builder,
            limit: job.guardLimit,
            isBeside: isBeside,
            noRelatives: noRelatives,
            operator: `operator`,
            stop: stop,
            desk: desk,
            progress: progress
        )
    }

    /// Why it is not looked for clips that are close to the plan's.
    private var noRelatives: String? {
        if job.isNamed {
            "the job walks no inventory"
        } else if !job.seeksRelatives {
            "the job says relatives: false"
        } else {
            nil
        }
    }

    /// An emergency is one whoever goes on with it.
    private func desk(
        for run: RunID?,
        in ledger: Ledger,
        _ stop: StopSignal,
        _ progress: @escaping @Sendable (RunProgress) -> Void
    ) -> RequestDesk {
        let controls = RunControls(run, isEmergency: jobFile.path == EmergencyOrder.path)
        return RequestDesk(
            ledger: ledger,
            stop: stop,
            controls: controls,
            progress: progress,
            notices: NoticeSender(site, ledger, stop)
        )
    }

    /// Looks at every link of a run once, at every edge; changes nothing outside.
    ///
    /// - Throws: `LedgerError`, or `PlanError` when it was interrupted.
    package func look(at run: RunID, in ledger: Ledger, stop: StopSignal) async throws -> [Visibility: Int] {
        let desk = desk(for: run, in: ledger, stop) { _ in }
        let view = try SiteView(site, gate: desk.controls.gate)
        let looker = Looker(ledger: ledger, run: run, view: view, stop: stop, desk: desk)
        return try await desk.attend { try await looker.look() }
    }

    /// Refuses to begin a sealed plan on files that are not what it was made from, or that is a day old.
    ///
    /// - Throws: `PlanError.stale`.
    package func refuseStale(_ run: RunOverview, in snapshot: LedgerSnapshot, now: Timestamp) throws {
        guard run.state == .sealed else { return }

        let last = try snapshot.newestRun(in: [.applying, .closed, .cancelled], job: run.job)
        if let last, let started = last.startedAt, let sealed = run.sealedAt, started >= sealed {
            throw PlanError.stale(run: run.id, why: "run \(last.id) of the same job has been applied since")
        }

        let current = try asItIsNow(run)
        let lists = try LoadedLists(current.job, current.site)
        let changes = [
            (current.job.digest != run.jobDigest, "the job file has changed"),
            (current.site.digest != run.siteDigest, "the site file has changed"),
            (lists.digest != run.listsDigest, "a list has changed"),
            (now.duration(since: run.sealedAt ?? now) > .seconds(86_400), "it is older than a day"),
        ]
        if let why = changes.first(where: \.0) { throw PlanError.stale(run: run.id, why: why.1) }
    }

    private func asItIsNow(_ run: RunOverview) throws -> Takedown {
        let environment = ProcessInfo.processInfo.environment
        guard ![EmergencyOrder.path, RestoreOrder.path].contains(run.jobPath) else {
            return Takedown(site: try SiteFile.read(run.sitePath, environment: environment), like: self)
        }

        return try Takedown(job: run.jobPath, site: run.sitePath, environment: environment)
    }

    private init(site: Site, like other: Takedown) {
        self.site = site
        job = other.job
        siteFile = other.siteFile
        jobFile = other.jobFile
    }

    /// Sends what a sealed plan says, or goes on with it, until nothing is due or patience ends: the job's own, or
    /// the one given.
    ///
    /// A pause is waited for, and not counted, unless `outwaitsPauses` says otherwise.
    ///
    /// - Throws: `LedgerError` when the ledger cannot be written: then nothing was sent any more.
    package func apply(
        _ run: RunID,
        count: Int?,
        patience: Duration? = nil,
        outwaitsPauses: Bool = true,
        in ledger: Ledger,
        by operator: Operator,
        stop: StopSignal,
        progress: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> RunEnd {
        let rebound = site.caches.flatMap { cache in cache.nodes.map { ($0.name, cache.rebound) } }
        var (deleteAfter, deleteByCategory) = (Duration.zero, [String: Duration]())
        if case .delete(let pause, let byCategory) = job.action {
            (deleteAfter, deleteByCategory) = (pause, byCategory)
        }
        var verification = job.verification
        if let patience { verification.patience = patience }
        let desk = desk(for: run, in: ledger, stop, progress)
        let runner = Runner(
            ledger: ledger,
            run: run,
            platform: try Platform(site, gate: desk.controls.gate),
            timing: RunTiming(
                rebound: Dictionary(rebound) { first, _ in first },
                deleteAfter: deleteAfter,
                deleteByCategory: deleteByCategory,
                verification: verification
            ),
            stop: stop,
            desk: desk,
            outwaitsPauses: outwaitsPauses,
            deadline: job.verification.patience,
            progress: progress
        )
        do {
            let end = try await desk.attend { try await runner.apply(count: count, by: `operator`) }
            await desk.notices?.sayFarewell()
            return end
        } catch let error as PlanError {
            if case .stale = error { try await ledger.change { try $0.notifyFailed(run) } }
            await desk.notices?.sayFarewell()
            throw error
        }
    }

    private func sources(of entries: [ListEntry]) throws -> [Planner.Source] {
        let network = InventoryNetwork(job.inventories.map(\.kind), authorities: site.authorities)
        return try job.inventories.flatMap { inventory in
            try inventory.kind.sources(of: entries, on: network).map {
                Planner.Source(
                    source: $0,
                    badRowShare: inventory.badRowShare,
                    freshness: inventory.freshness
                )
            }
        }
    }

    private static func document(_ path: String, _ digest: Digest) throws -> PlanHeader.Document {
        let absolute = URL(filePath: path).standardizedFileURL.path
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
        return PlanHeader.Document(path: absolute, digest: digest, bytes: bytes)
    }
}

extension LedgerSnapshot {
    fileprivate func kept(_ digest: Digest, path: String) throws -> PlanHeader.Document {
        guard let bytes = try document(digest) else {
            throw LedgerError(
                path: path,
                cause: .impossible("the ledger does not hold the file that the run was begun with")
            )
        }

        return PlanHeader.Document(path: path, digest: digest, bytes: bytes)
    }
}
