/// Looks at single links at one edge as anybody would see them, and changes nothing (R6, R9).
///
/// GET alone, of the URL as it was published, in small ranges; nothing is followed but a redirect to a host of the site,
/// once, to say whether a living copy is there.
struct LinkLook: Sendable {
    let edge: Edge
    let view: SiteView
    private let families: [String: LinkFamily]
    private let witness: Witness?

    /// Is told every answer as it came, for who shows more of it than a verdict.
    typealias Witness = @Sendable (LinkURL, Result<HTTPResponse, TransportError>) -> Void

    /// What is looked at.
    struct Subject: Sendable {
        var url: LinkURL
        let family: String
        /// Nil for a control, whose clip decides nothing.
        var clip: ClipID?
        /// How long the object was, where a store said so.
        var size: Int64?
    }

    /// What was seen of it.
    struct Seen: Sendable {
        var verdict: LinkVerdict
        var status: Int?
        /// When what was served was made, where its Age tells.
        var born: ContinuousClock.Instant?
        /// The request headers by which what was served is kept apart, in lower case.
        var varies: Set<String> = []
    }

    private static let deadline = Duration.seconds(15)
    /// How often an edge is asked that says "too fast", within the deadline.
    private static let tries = 5

    init(edge: Edge, view: SiteView, witness: Witness? = nil) {
        self.edge = edge
        self.witness = witness
        self.view = view
        families = view.site.families.reduce(into: [:]) { $0[$1.name] = $1 }
    }

    func family(_ name: String) -> LinkFamily? { families[name] }

    /// The headers with which links of a family are asked for: none of its own first, then each variant.
    func variants(of family: String) -> [ProbeVariant] {
        [.plain] + (families[family]?.probeVariants ?? [])
    }

    /// Looks at a link with the headers of one variant: as it was published, and freshly signed where its family's
    /// links are.
    ///
    /// Without a fresh signature every link is refused or has run out: that says nothing of the clip.
    func look(at subject: Subject, as variant: ProbeVariant) async -> Seen {
        let published = await ranges(of: subject, variant)
        guard let signer = view.signers[subject.family], published.verdict.visibility != .lit else {
            return published
        }
        guard let url = signer?.signed(subject.url, at: WallClock.now()) else {
            return Seen(verdict: .unknown(.unsigned), status: published.status)
        }

        var signed = subject
        signed.url = url
        var seen = await ranges(of: signed, variant)
        let isTelling = published.verdict.visibility == .unknown && published.verdict != .unknown(.refused)
        if isTelling { seen.verdict = ProbeVerdict.joined([published.verdict, seen.verdict]) }
        return seen
    }

    /// Asks for every range of a link, until one is not dark.
    private func ranges(of subject: Subject, _ variant: ProbeVariant) async -> Seen {
        let rules = families[subject.family]?.dark ?? .none
        var reading = LinkReading(rules, clip: subject.clip, size: subject.size)
        var verdicts: [LinkVerdict] = []
        var last = Seen(verdict: .unknown(.unseen))
        for range in ProbeRanges.of(size: subject.size) {
            let seen = await look(at: subject.url, range, variant, &reading)
            verdicts.append(seen.verdict)
            last = Seen(
                verdict: seen.verdict,
                status: seen.status ?? last.status,
                born: seen.born,
                varies: last.varies.union(seen.varies)
            )
            if seen.verdict.visibility != .dark { break }
        }
        last.verdict = ProbeVerdict.joined(verdicts)
        return last
    }

    private func look(
        at url: LinkURL,
        _ range: ClosedRange<UInt64>,
        _ variant: ProbeVariant,
        _ reading: inout LinkReading
    ) async -> Seen {
        do {
            let response = try await answer(from: url, range, variant, reading.body)
            witness?(url, .success(response))
            var seen = Seen(verdict: reading.verdict(of: response), status: response.status)
            if case .lit = seen.verdict {
                seen.born = CopyAge.seconds(response.header).map { .now - .seconds($0) }
                seen.varies = response.header.names(in: "vary")
            } else if seen.verdict == .unknown(.redirected), await leadsToLight(response, url, variant) {
                seen.verdict = .unknown(.redirectedToLit)
            }
            return seen
        } catch let error as TransportError {
            witness?(url, .failure(error))
            return Seen(verdict: ProbeVerdict.of(error), status: error.status)
        } catch {
            return Seen(verdict: .unknown(.unexpectedStatus))
        }
    }

    private func answer(
        from url: LinkURL,
        _ range: ClosedRange<UInt64>,
        _ variant: ProbeVariant,
        _ body: BodyPolicy
    ) async throws -> HTTPResponse {
        let target = try HTTPURL(url.bytes)
        var request = HTTPRequest(.get, target.origin, target.target, deadline: .now + Self.deadline)
        request.via = edge.address
        request.range = try ByteRange(range.lowerBound, through: range.upperBound)
        request.body = body
        for field in variant.fields { try request.fields.append(field.name, field.value) }
        var response = try await view.pacer.send(request, by: view.probe)
        // The pacer waits as long as the edge asks: what comes too fast now is answered in its turn.
        for _ in 1..<Self.tries where response.status == 429 {
            response = try await view.pacer.send(request, by: view.probe)
        }
        return response
    }

    /// Whether a redirect that no rule declares leads, on a host that this edge serves, to something that is lit (R13).
    private func leadsToLight(_ response: HTTPResponse, _ url: LinkURL, _ variant: ProbeVariant) async -> Bool
    {
        guard let location = response.header.first("location"), let target = Self.resolved(location, url),
            let host = Link.host(of: target), edge.hosts.contains(host), target != url
        else { return false }

        // Whatever keeps it from being seen, it was not seen lit.
        guard let answer = try? await answer(from: target, ProbeRanges.of(size: nil)[0], variant, .drain)
        else {
            return false
        }

        return ProbeVerdict.of(status: answer.status, darkStatuses: []).visibility == .lit
    }

    /// An absolute Location, or one that begins at the root of the same host; nil for other forms.
    private static func resolved(_ location: ArraySlice<UInt8>, _ url: LinkURL) -> LinkURL? {
        let slash = UInt8(ascii: "/")
        guard location.first == slash else { return LinkURL(location) }
        guard location.dropFirst().first != slash else { return nil }

        let slashes = url.bytes.indices.filter { url.bytes[$0] == slash }
        let end = slashes.count > 2 ? slashes[2] : url.bytes.endIndex
        return LinkURL(url.bytes[..<end] + location)
    }
}
