/// Probes links at one edge as anybody would see them, with controls beside them; changes nothing (R6, R9).
struct EdgeLook: Sendable {
    let edge: Edge
    let view: SiteView
    let controls: [Link]
    /// Is told every answer as it came, for who shows more of it than a verdict.
    var witness: (@Sendable (LinkURL, Result<HTTPResponse, TransportError>) -> Void)?

    private static let concurrency = 16
    private static let deadline = Duration.seconds(15)

    /// What one round says of the links: dark only with a lit control of the same family and host (R17).
    func results(of sights: [DueSight]) async -> [ProbeResult] {
        let twins = await liveTwins(for: sights)
        let families = view.site.families.reduce(into: [String: Set<Int>]()) {
            $0[$1.name] = $1.darkStatuses
        }
        return await withTaskGroup(of: ProbeResult.self) { group in
            var waiting = sights.makeIterator()
            for _ in 0..<Self.concurrency {
                guard let sight = waiting.next() else { break }

                group.addTask { await result(of: sight, families, twins) }
            }
            var results: [ProbeResult] = []
            while let result = await group.next() {
                results.append(result)
                if let sight = waiting.next() {
                    group.addTask { await self.result(of: sight, families, twins) }
                }
            }
            return results
        }
    }

    /// Asks the controls of each family and host in the round until one is lit.
    private func liveTwins(for sights: [DueSight]) async -> LiveTwins {
        var twins = LiveTwins()
        let groups = Set(sights.map { [$0.family, $0.host] })
        for control in controls where groups.contains([control.family, control.host]) {
            guard !twins.contains(family: control.family, host: control.host) else { continue }

            twins.note(
                control,
                await look(at: control.url, range: ProbeRanges.of(size: nil)[0], dark: []).verdict
            )
        }
        return twins
    }

    private func result(
        of sight: DueSight,
        _ dark: [String: Set<Int>],
        _ twins: LiveTwins
    ) async -> ProbeResult {
        var verdicts: [LinkVerdict] = []
        var status: Int?
        for range in ProbeRanges.of(size: sight.size) {
            let seen = await look(at: sight.url, range: range, dark: dark[sight.family] ?? [])
            verdicts.append(seen.verdict)
            status = seen.status ?? status
            if seen.verdict.visibility != .dark { break }
        }
        let verdict = twins.proven(
            ProbeVerdict.joined(verdicts),
            family: sight.family,
            host: sight.host,
            isProven: sight.isProven
        )
        return ProbeResult(sight: sight, verdict: verdict, status: status)
    }

    private func look(
        at url: LinkURL,
        range: ClosedRange<UInt64>,
        dark: Set<Int>
    ) async -> (verdict: LinkVerdict, status: Int?) {
        do {
            let target = try HTTPURL(url.bytes)
            var request = HTTPRequest(.get, target.origin, target.target, deadline: .now + Self.deadline)
            request.via = edge.address
            request.range = try ByteRange(range.lowerBound, through: range.upperBound)
            let response = try await view.pacer.send(request, by: view.probe)
            witness?(url, .success(response))
            return (ProbeVerdict.of(response, darkStatuses: dark), response.status)
        } catch let error as TransportError {
            witness?(url, .failure(error))
            return (ProbeVerdict.of(error), error.status)
        } catch {
            return (.unknown(.unexpectedStatus), nil)
        }
    }
}
