/// One purge at a node of a cache: of a link, or of what carries a tag.
struct NodeStep: Sendable {
    let node: Platform.Node
    let run: RunID
    let platform: Platform

    /// How long one request may take, waiting for its turn included.
    static let deadline = Duration.seconds(60)

    /// Makes the node forget the link; where one request takes one copy, every copy that its family's variants name.
    ///
    /// Where its files lie on this machine's disk, they are removed and nothing is sent.
    ///
    /// The requests of all copies are one attempt: after a crash in between all are sent again, which purges nothing twice.
    ///
    /// - Throws: only what must stop the whole run.
    func purge(_ url: LinkURL, of family: String, _ claim: StepClaim) async throws -> StepReceipt {
        let variants = platform.site.families.first { $0.name == family }?.probeVariants ?? []
        if let files = node.files {
            return CacheFileStep(node: node.name, files: files, variants: variants).receipt(of: claim, url)
        }

        var whole = try await send(claim, node.adapter.answer) {
            try node.adapter.purgeRequest(for: [url], at: node.address, credential: node.credential)
        }
        guard let adapter = node.adapter as? any VariantPurging else { return whole }

        for variant in variants where whole.isOver {
            let receipt = try await send(claim, adapter.answer) {
                try adapter.purgeRequest(
                    for: url,
                    as: variant,
                    at: node.address,
                    credential: node.credential
                )
            }
            whole = Self.joined(whole, receipt)
        }
        return whole
    }

    /// What two requests of one attempt come to: done if either purged something, and over only if both are.
    private static func joined(_ first: StepReceipt, _ second: StepReceipt) -> StepReceipt {
        if second.isOver { return second.outcome == .gone ? first : second }
        guard second.outcome == .failed else { return second }

        // This one had no effect, the one before it may have had.
        return second.claim.receipt(.unknown, second.status, second.detail, second.next)
    }

    /// Makes the node forget what carries the tag.
    ///
    /// - Throws: only what must stop the whole run.
    func purge(tagged target: TagTarget, _ claim: StepClaim) async throws -> StepReceipt {
        guard let adapter = node.adapter as? any TagPurging else {
            throw PlanError.stale(run: run, why: "no tags at \(node.name)")
        }

        return try await send(claim, adapter.tagAnswer) {
            try adapter.purgeRequest(
                for: [target.tag],
                of: target.origin,
                at: node.address,
                credential: node.credential
            )
        }
    }

    private func send(
        _ claim: StepClaim,
        _ answer: (HTTPResponse) -> PurgeAnswer,
        _ makeRequest: () throws -> HTTPRequest
    ) async throws -> StepReceipt {
        do {
            var request = try makeRequest()
            request.deadline = .now + Self.deadline
            let response = try await platform.pacer.send(request, by: platform.control)
            return RequestReading(claim: claim, run: run, place: node.name).receipt(
                answer(response),
                response
            )
        } catch let error as TransportError {
            return try RequestReading(claim: claim, run: run, place: node.name).receipt(error)
        } catch {
            return claim.receipt(.failed, nil, "\(error)", .setAside(cause: "\(error)", skippingRest: false))
        }
    }
}
