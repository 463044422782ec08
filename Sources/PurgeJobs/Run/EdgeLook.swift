/// Looks at links at one edge, a round at a time, with controls beside them; changes nothing (R6, R9).
struct EdgeLook: Sendable {
    let edge: Edge
    private let look: LinkLook
    private let view: SiteView
    private let witness: LinkLook.Witness?
    private let controls: [Link]
    private let neverExisted: ClipID

    private static let concurrency = 16

    init(edge: Edge, view: SiteView, controls: [Link], witness: LinkLook.Witness? = nil) {
        self.edge = edge
        self.controls = controls
        self.view = view
        self.witness = witness
        look = LinkLook(edge: edge, view: view, witness: witness)
        neverExisted = view.site.neverExisted ?? Self.madeUp()
    }

    /// What one round says of the links: dark only with a control of the same family, scheme and host that was lit before
    /// them and after them (R17).
    ///
    /// `turn` counts the rounds, so that each begins with another control.
    func results(of sights: [DueSight], turn: Int = 0) async -> [ProbeResult] {
        let controls = RoundControls(look: look, controls: controls, turn: turn, neverExisted: neverExisted)
        var twins = await controls.before(Set(sights.map(\.group)))
        let seen = await BoundedTasks.map(sights, atMost: Self.concurrency) { await self.sight($0) }
        let dark = seen.filter { one in one.answers.contains { $0.seen.verdict.visibility == .dark } }
        twins = await controls.after(Set(dark.map(\.due.group)), twins)
        return await pastBlocks(seen.map { $0.result(twins) }, turn)
    }

    /// What a deny list refuses is looked at past it, with controls asked the same way: what is gone there is gone for good.
    private func pastBlocks(_ results: [ProbeResult], _ turn: Int) async -> [ProbeResult] {
        let blocked = results.filter { $0.verdict == .dark(.blocked) }.map(\.sight)
        guard let edge = edge.behindBlocks, !blocked.isEmpty else { return results }

        let behind = EdgeLook(edge: edge, view: view, controls: controls, witness: witness)
        var seen: [LinkURL: ProbeResult] = [:]
        for result in await behind.results(of: blocked, turn: turn) { seen[result.sight.url] = result }
        return results.map { result in
            guard result.verdict == .dark(.blocked), let hidden = seen[result.sight.url] else {
                return result
            }

            var result = result
            result.verdict =
                switch hidden.verdict {
                case .dark(.gone): .dark(.gone)
                case .lit: .dark(.blockedCopy)
                case .dark, .unknown: .dark(.blocked)
                }
            return result
        }
    }

    private func sight(_ due: DueSight) async -> Sight {
        let subject = LinkLook.Subject(url: due.url, family: due.family, clip: due.clip, size: due.size)
        var answers: [Sight.Answer] = []
        for variant in look.variants(of: due.family) {
            let seen = await look.look(at: subject, as: variant)
            answers.append(Sight.Answer(variant: variant.name, seen: seen))
            if seen.verdict.visibility == .lit { break }
        }
        return Sight(due: due, answers: answers)
    }

    /// An id that no platform has given out: nobody can have cached it before.
    private static func madeUp() -> ClipID {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return ClipID(stored: Array("NeverExisted-\(digits)".utf8))
    }

    /// What a link answered in every variant that was asked for.
    private struct Sight: Sendable {
        struct Answer: Sendable {
            let variant: String
            let seen: LinkLook.Seen
        }

        let due: DueSight
        let answers: [Answer]

        /// Dark only where every variant is, each beside a control that was lit in it.
        func result(_ twins: LiveTwins) -> ProbeResult {
            let verdicts = answers.map { answer in
                twins.proven(
                    answer.seen.verdict,
                    due.group,
                    variant: answer.variant,
                    isProven: due.isProven
                )
            }
            return ProbeResult(
                sight: due,
                verdict: ProbeVerdict.joined(verdicts),
                status: answers.last { $0.seen.status != nil }?.seen.status,
                born: answers.first { $0.seen.born != nil }?.seen.born
            )
        }
    }
}

extension DueSight {
    fileprivate var group: LinkGroup { LinkGroup(family: family, host: host, url: url) }
}
