/// Looks at URLs at every edge that serves them, as anybody would see them; no ledger, no credential, no effect (R9).
///
/// The verdicts are those of a run's own rounds, by the same code.
package struct SiteProbe: Sendable {
    private let view: SiteView
    private let forms: ClipURLForms

    private struct Round: Sendable {
        let edge: Edge
        var sightings: [Int: ProbedLink.Sighting] = [:]
    }

    /// Reads the site file; stores are not opened.
    ///
    /// - Throws: `JobFileError` with everything that is wrong with the file.
    package init(site flag: String?, environment: [String: String]) throws {
        let path = try SitePath.find(flag: flag, environment: environment)
        try self.init(try SiteFile.read(path, environment: environment))
    }

    init(_ site: Site) throws {
        view = SiteView(edgesOf: site)
        forms = try ClipURLForms(
            families: site.families,
            clipURLs: site.clipURLs,
            notClips: site.notClips
        )
    }

    /// What every edge says of each URL now, in the order of the URLs; those of foreign hosts are refused by name.
    ///
    /// - Throws: `ProbeError` for a control that is none.
    package func look(at urls: [String], controls: [String]) async throws(ProbeError) -> [ProbedLink] {
        var targets: [Int: ProbeTarget] = [:]
        var refusals: [Int: ProbeTarget.Refusal] = [:]
        for (index, url) in urls.enumerated() {
            do throws(ProbeTarget.Refusal) {
                targets[index] = try ProbeTarget(url, view.site, forms)
            } catch {
                refusals[index] = error
            }
        }
        let twins = try twins(controls, Array(targets.values))
        let rounds = await rounds(targets, twins)
        return urls.indices.map { index in
            ProbedLink(
                number: index + 1,
                host: refusals[index]?.host ?? targets[index]?.link.host ?? "",
                family: targets[index].flatMap { $0.isOfFamily ? $0.link.family : nil },
                clip: targets[index]?.clip ?? refusals[index]?.clip,
                refusal: refusals[index]?.why,
                sightings: rounds.compactMap { $0.sightings[index] }
            )
        }
    }

    /// The links that must answer lit for any other to count as dark: those asked for, then those of the site.
    private func twins(_ controls: [String], _ targets: [ProbeTarget]) throws(ProbeError) -> [Link] {
        let asked = Set(targets.map(\.link.url))
        var twins: [Link] = []
        for (index, url) in controls.enumerated() {
            do throws(ProbeTarget.Refusal) {
                let control = try ProbeTarget(url, view.site, forms)
                guard !asked.contains(control.link.url) else {
                    throw ProbeTarget.Refusal(host: "", clip: nil, why: "it is one of the URLs asked about")
                }

                twins.append(control.link)
            } catch {
                throw .badControl(number: index + 1, why: error.why)
            }
        }
        let clips = Set(targets.compactMap(\.clip))
        let known = view.site.controls.filter { !clips.contains($0) }
        for clip in known {
            for family in view.site.families {
                twins += Self.firstOfEachHost(family.links(of: Clip(id: clip)))
            }
        }
        return Self.few(twins)
    }

    private static func firstOfEachHost(_ links: [Link]) -> [Link] {
        var hosts: Set<String> = []
        return links.filter { hosts.insert($0.host).inserted }
    }

    /// At most three of each family and host: they are asked one after the other, and an edge may be silent.
    private static func few(_ twins: [Link]) -> [Link] {
        var counts: [[String]: Int] = [:]
        return twins.filter { twin in
            counts[[twin.family, twin.host], default: 0] += 1
            return counts[[twin.family, twin.host], default: 0] <= 3
        }
    }

    /// A round at every edge, and another of more ranges where a length became known by it.
    private func rounds(_ targets: [Int: ProbeTarget], _ twins: [Link]) async -> [Round] {
        let rounds = await look(view.site.edges.map { Round(edge: $0) }, targets, twins, sizes: [:])
        var sizes: [Int: Int64] = [:]
        for round in rounds {
            for (index, sighting) in round.sightings where (200..<300).contains(sighting.answer?.status ?? 0)
            {
                sizes[index] = sighting.answer?.size
            }
        }
        return sizes.isEmpty ? rounds : await look(rounds, targets, twins, sizes: sizes)
    }

    private func look(
        _ rounds: [Round],
        _ targets: [Int: ProbeTarget],
        _ twins: [Link],
        sizes: [Int: Int64]
    ) async -> [Round] {
        await withTaskGroup(of: (Int, Round).self) { group in
            for (place, round) in rounds.enumerated() {
                group.addTask { (place, await look(round, targets, twins, sizes: sizes)) }
            }
            var result = rounds
            for await (place, round) in group { result[place] = round }
            return result
        }
    }

    /// What is lit at the edge already is not asked again.
    private func look(
        _ round: Round,
        _ targets: [Int: ProbeTarget],
        _ twins: [Link],
        sizes: [Int: Int64]
    ) async -> Round {
        let edge = round.edge
        let sights = targets.filter { index, target in
            guard edge.hosts.contains(target.link.host) else { return false }
            guard let before = round.sightings[index] else { return true }

            return before.verdict.visibility != .lit && sizes[index] != nil
        }
        .sorted { $0.key < $1.key }.map { Self.sight($0.key, $0.value, size: sizes[$0.key]) }
        guard !sights.isEmpty else { return round }

        let book = AnswerBook()
        let look = EdgeLook(edge: edge, view: view, controls: twins.filter { edge.hosts.contains($0.host) }) {
            book.note($0, $1)
        }
        return await look.results(of: sights).reduce(into: round) { round, result in
            round.sightings[Int(result.sight.link)] = Self.sighting(result, edge, book[result.sight.url])
        }
    }

    /// There is no record here of what a store held before, so controls alone make a link dark.
    private static func sight(_ index: Int, _ target: ProbeTarget, size: Int64?) -> DueSight {
        DueSight(
            link: Int64(index),
            item: 0,
            url: target.link.url,
            family: target.link.family,
            host: target.link.host,
            size: size,
            isProven: true,
            round: 0,
            clip: target.clip
        )
    }

    private static func sighting(
        _ result: ProbeResult,
        _ edge: Edge,
        _ entry: AnswerBook.Entry?
    ) -> ProbedLink.Sighting {
        var answer: ServedAnswer?
        var failure: String?
        switch entry?.result {
        case .success(let response): answer = ServedAnswer(response, at: entry?.at ?? WallClock.now())
        case .failure(let error): failure = VisibleText.of("\(error)")
        case nil: break
        }
        let role =
            switch edge.role {
            case .origin: "origin"
            case .cache(let name): "cache \(name)"
            }
        return ProbedLink.Sighting(
            edge: edge.name,
            role: role,
            verdict: result.verdict,
            answer: answer,
            failure: failure
        )
    }
}
