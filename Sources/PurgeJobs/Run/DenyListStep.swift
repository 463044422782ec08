/// Blocks and unblocks at the deny list of one node.
///
/// A block is a stopgap: where it cannot be had it is tried again for as long as its item needs it, and keeps nothing
/// else waiting. A link that another run still wants refused stays refused.
struct DenyListStep: Sendable {
    let node: Platform.Node
    let run: RunID
    let platform: Platform
    /// What the node is to refuse, over all runs.
    let blocked: Set<LinkURL>

    /// How long one request may take: what does not act in a second is no block, and keeps purges from being answered.
    private static let deadline = Duration.seconds(5)
    /// How long a node may take to go by a new list.
    private static let takeUpLimit = Duration.seconds(3)
    private static let takeUpPause = Duration.milliseconds(20)

    /// Puts the whole list in place, once for all of the claims.
    func receipts(
        of claims: [StepClaim],
        _ adapter: any ListBlocking,
        _ file: DenyListFile
    ) async -> [StepReceipt] {
        do {
            try await file.replace(with: adapter.denyList(of: Array(blocked)))
            guard await isTakenUp(claims) else {
                let why =
                    platform.view.gate.isShut
                    ? "paused before it could be seen whether \(node.name) goes by its deny list"
                    : "\(node.name) does not go by its deny list, though its command said so"
                return claims.map { trouble($0, .unknown, nil, why) }
            }

            return claims.map { receipt(of: $0) }
        } catch {
            return claims.map { trouble($0, .unknown, nil, "\(node.name): \(error)") }
        }
    }

    /// Has the node take one link onto its list, or off it.
    ///
    /// - Throws: what must stop the whole run: a plan and a site that disagree.
    func receipt(
        of claim: StepClaim,
        _ url: LinkURL,
        _ adapter: any RequestBlocking
    ) async throws -> StepReceipt {
        let isWanted = blocked.contains(url)
        if claim.kind == .unblock, isWanted { return receipt(of: claim) }
        do {
            var request =
                isWanted
                ? try adapter.blockRequest(for: url, at: node.address, credential: node.credential)
                : try adapter.unblockRequest(for: url, at: node.address, credential: node.credential)
            request.deadline = .now + Self.deadline
            let response = try await platform.listPacer.send(request, by: platform.control)
            guard adapter.isBlocked(after: response) == isWanted else {
                guard claim.kind == .block else {
                    return RequestReading(claim: claim, run: run, place: node.name).refused(response)
                }

                return trouble(claim, .refused, response.status, "\(node.name) does not say that it did")
            }

            return claim.receipt(.done, response.status, nil, .finish)
        } catch let error as TransportError {
            if error.kind == .cancelled {
                return claim.handedBack(error.wasSent ? .unknown : .failed, "cancelled")
            }
            guard claim.kind == .block else {
                return try RequestReading(claim: claim, run: run, place: node.name).receipt(error)
            }

            return trouble(claim, error.wasSent ? .unknown : .failed, error.status, "\(error)")
        } catch {
            return trouble(claim, .failed, nil, "\(error)")
        }
    }

    /// Whether the node soon answers by its new list: that its command succeeded says only that it was told.
    private func isTakenUp(_ claims: [StepClaim]) async -> Bool {
        let links = claims.compactMap { claim -> LinkLook.Subject? in
            guard case .link(let url, let family) = claim.target else { return nil }

            return LinkLook.Subject(url: url, family: family)
        }
        // The list is one: what goes for one of its new links goes for all.
        let subject = links.first { blocked.contains($0.url) } ?? links.first
        guard let subject, let edge = platform.site.edges.first(where: { $0.name == node.name }) else {
            return false
        }

        let look = LinkLook(edge: edge, view: platform.view)
        let end = ContinuousClock.now + Self.takeUpLimit
        while ContinuousClock.now < end, !Task.isCancelled {
            let verdict = await look.look(at: subject, as: .plain).verdict
            if (verdict == .dark(.blocked)) == blocked.contains(subject.url) { return true }
            // A cancelled sleep ends at once, and the loop with it.
            try? await Task.sleep(for: Self.takeUpPause)
        }
        return false
    }

    private func receipt(of claim: StepClaim) -> StepReceipt {
        guard claim.kind == .unblock, case .link(let url, _) = claim.target, blocked.contains(url) else {
            return claim.receipt(.done, nil, nil, .finish)
        }

        return claim.receipt(.already, nil, "another run still wants it refused", .finish)
    }

    /// The node's trouble: no item is set aside for it.
    private func trouble(
        _ claim: StepClaim,
        _ outcome: StepReceipt.Outcome,
        _ status: Int?,
        _ why: String
    ) -> StepReceipt {
        let next = StepReceipt.Next.postpone(for: RequestReading.patience(with: claim))
        return claim.receipt(outcome, status, why, next)
    }
}
