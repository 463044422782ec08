extension Takedown {
    /// A restore that is planned, and the clips that stay down.
    package struct Restoration: Sendable {
        package let plan: SealedPlan
        /// Clips that were asked for and are not brought back, with the reason.
        package let refused: [(clip: ClipID, why: String)]
    }

    /// A restore's job on a site.
    ///
    /// - Throws: `JobFileError` for the site file.
    package init(_ order: RestoreOrder, site flag: String?, environment: [String: String]) throws {
        try self.init(as: RestoreOrder.path, site: flag, environment: environment) { _ in
            order.jobFile(at: WallClock.now())
        }
    }

    /// Plans to undo what former runs did to the clips; sends nothing.
    ///
    /// - Throws: `LedgerError` when nothing of it can be brought back, saying why; then there is no plan.
    package func plan(
        _ order: RestoreOrder,
        in ledger: Ledger,
        by operator: Operator
    ) async throws -> Restoration {
        let header = PlanHeader(
            job: job.name,
            site: site.name,
            jobFile: jobFile,
            siteFile: siteFile,
            listsDigest: try LoadedLists(job, site).digest,
            sources: [],
            purpose: .restore
        )
        // Where a store does not say how long an object is, nothing tells which links of a family have one.
        let measured = Set(site.stores.filter(\.kind.tellsSizes).map(\.name))
        let families = Set(
            site.families.filter { !$0.objects.isEmpty && measured.isSuperset(of: $0.stores) }.map(\.name)
        )
        let final = Set(site.stores.filter { !$0.kind.abilities.contains(.restore) }.map(\.name))
        let guardLimit = job.guardLimit
        return try await ledger.change { transaction in
            let exemptions = try transaction.exemptionsDigest()
            let run = try transaction.beginPlan(header, exemptions: exemptions, by: `operator`)
            let refused = try transaction.planRestore(order, as: run, families: families, final)
            return Restoration(plan: try transaction.seal(run, guard: guardLimit), refused: refused)
        }
    }
}

extension LedgerTransaction {
    /// Plans every clip of the order that nothing else claims; answers those that stay down.
    ///
    /// From `final` stores nothing can be brought back.
    fileprivate func planRestore(
        _ order: RestoreOrder,
        as restore: RunID,
        families: Set<String>,
        _ final: Set<String>
    ) throws -> [(clip: ClipID, why: String)] {
        var refused: [(clip: ClipID, why: String)] = []
        var line = 0
        func consider(_ clip: ClipID, _ runs: [RunID]) throws {
            line += 1
            let match = Match(
                list: "restore",
                line: line,
                category: "restore",
                rule: .clipID,
                evidence: clip.description
            )
            if let why = try refusal(of: clip, order, runs) {
                refused.append((clip, why))
            } else if let item = try restoration(of: clip, from: runs, families: families, match) {
                if let why = item.refusal(final) {
                    refused.append((clip, why))
                    return
                }

                try bringBack(item, releasing: runs, in: restore)
            } else {
                refused.append(
                    (
                        clip,
                        "there is nothing that could be undone: no run took it down, or a restore has begun since"
                    )
                )
            }
        }
        switch order.subject {
        case .clip(let clip):
            try consider(clip, try runs(touching: clip))
        case .run(let run):
            _ = try runRow(run)
            try forEachTouchedClip(of: run) { try consider($0, [run]) }
        }
        guard line > refused.count else { throw refuse(Self.sentence(order, refused)) }

        return refused
    }

    /// What claims the clip beside the runs that are to be undone.
    private func refusal(of clip: ClipID, _ order: RestoreOrder, _ runs: [RunID]) throws -> String? {
        let claims = try claims(on: clip)
        let others = claims.filter { claim in
            if case .run(let run) = claim { !runs.contains(run) } else { true }
        }
        if !others.isEmpty { return others.map(\.description).joined(separator: "; ") }

        let count = claims.count
        guard case .clip = order.subject, count > 1, order.claims != count else { return nil }

        let names = claims.map(\.description).joined(separator: ", ")
        return "\(count) runs claim it (\(names)); say `--claims \(count)` to release all of them"
    }

    private static func sentence(_ order: RestoreOrder, _ refused: [(clip: ClipID, why: String)]) -> String {
        switch (order.subject, refused.first) {
        case (.run(let run), nil): "run \(run) did nothing that could be undone"
        case (.run(let run), let first?):
            "nothing of run \(run) can be brought back: \(refused.count) clips are claimed otherwise, such as "
                + "\(first.clip): \(first.why)"
        case (.clip(let clip), let first):
            "clip \(clip) stays as it is: \(first?.why ?? "nobody took it down")"
        }
    }
}

extension PlannedItem {
    /// Why it cannot be brought back; `final` are the stores that restore nothing.
    fileprivate func refusal(_ final: Set<String>) -> String? {
        guard isRestorable else { return cause ?? "there is nothing that could be undone" }

        return objects.map(\.store).first(where: final.contains)
            .map { "the store '\($0)' cannot restore: bring it back there by hand" }
    }

    /// Whether anything of it is hidden, or was never more than blocked: that can be undone, and destroyed bytes cannot.
    private var isRestorable: Bool {
        !objects.isEmpty || (cause == nil && targets.contains { !$0.blockers.isEmpty })
    }
}
