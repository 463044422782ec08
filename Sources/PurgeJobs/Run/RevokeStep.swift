/// One revocation at an endpoint.
struct RevokeStep: Sendable {
    let revoker: Platform.Revoker
    let run: RunID
    let platform: Platform

    /// Sends what the plan keeps, byte for byte, under the attempt's key: twice is once (R3).
    ///
    /// - Throws: what must stop the whole run: a plan and a site that disagree.
    func receipt(of claim: StepClaim, _ stored: [UInt8]) async throws -> StepReceipt {
        do {
            var request = try revoker.adapter.revocationRequest(
                for: Revocation(stored: stored),
                key: claim.attempt?.key ?? [],
                at: revoker.address,
                credential: revoker.credential
            )
            request.deadline = .now + NodeStep.deadline
            let response = try await platform.pacer.send(request, by: platform.control)
            return read(response, claim)
        } catch let error as TransportError {
            return try RequestReading(claim: claim, run: run, place: revoker.name).receipt(error)
        } catch RevocationError.foreign {
            throw PlanError.stale(
                run: run,
                why: "\(revoker.name) is another endpoint than when it was planned"
            )
        } catch {
            return claim.receipt(.failed, nil, "\(error)", .setAside(cause: "\(error)", skippingRest: false))
        }
    }

    private func read(_ response: HTTPResponse, _ claim: StepClaim) -> StepReceipt {
        let status = response.status
        return switch revoker.adapter.revocationAnswer(to: response) {
        case .revoked: claim.receipt(.done, status, nil, .finish)
        case .already: claim.receipt(.already, status, nil, .finish)
        case .accepted(let id): claim.receipt(.accepted, status, id, .finish)
        case .refused: RequestReading(claim: claim, run: run, place: revoker.name).refused(response)
        }
    }
}
