/// What edges say of some URLs, for a terminal and for programs; the URLs themselves are not in it (R20).
package struct ProbeReport {
    private let links: [ProbedLink]

    private struct Summary: Encodable {
        let probe: String
        let dark: Int
        let lit: Int
        let unknown: Int
        let refused: Int
        let links: [Line]
    }

    private struct Line: Encodable {
        let number: Int
        let host: String
        let family: String?
        let clip: String?
        let refusal: String?
        let edges: [Place]
    }

    private struct Place: Encodable {
        let edge: String
        let role: String
        let visibility: String
        let reason: String
        let status: Int?
        let failure: String?
        let contentType: String?
        let size: Int64?
        let etag: String?
        let lastModified: String?
        let redirectHost: String?
        let cachedSince: String?
        let cachedBy: String?
        let fields: [ServedAnswer.Field]

        init(_ sighting: ProbedLink.Sighting) {
            edge = sighting.edge
            role = sighting.role
            visibility = sighting.verdict.visibility.rawValue
            reason = sighting.verdict.reason
            status = sighting.answer?.status
            failure = sighting.failure
            contentType = sighting.answer?.contentType
            size = sighting.answer?.size
            etag = sighting.answer?.etag
            lastModified = sighting.answer?.lastModified
            redirectHost = sighting.answer?.redirectHost
            cachedSince = sighting.answer?.cachedSince?.description
            cachedBy = sighting.answer?.cachedBy?.rawValue
            fields = sighting.answer?.fields ?? []
        }
    }

    package init(_ links: [ProbedLink]) { self.links = links }

    package var refused: Int { links.count { $0.refusal != nil } }
    package var isAllDark: Bool { count(.lit) + count(.unknown) == 0 && count(.dark) > 0 }

    /// One object on one line.
    package func json() throws -> String {
        try JSONText.of(
            Summary(
                probe: "purge-probe-1",
                dark: count(.dark),
                lit: count(.lit),
                unknown: count(.unknown),
                refused: refused,
                links: links.map { link in
                    Line(
                        number: link.number,
                        host: link.host,
                        family: link.family,
                        clip: link.clip?.description,
                        refusal: link.refusal,
                        edges: link.sightings.map(Place.init)
                    )
                }
            )
        )
    }

    package var text: String { links.map(Self.text).joined() + summary }

    private func count(_ visibility: Visibility) -> Int { links.reduce(0) { $0 + $1.count(visibility) } }

    private static func text(_ link: ProbedLink) -> String {
        if let refusal = link.refusal {
            let clip = link.clip.map { "; it leads to clip \($0)" } ?? ""
            return "URL \(link.number): refused: \(VisibleText.of(refusal))\(clip)\n\n"
        }
        let family = link.family.map { "family \($0)" } ?? "no family matches it"
        let clip = link.clip.map { ", clip \($0)" } ?? ""
        let columns = ["edge", "verdict", "status", "type", "bytes", "in a cache since"]
        let details = link.sightings.compactMap(details)
        return "URL \(link.number): \(link.host), \(family)\(clip)\n"
            + TextTable(columns: columns, rows: link.sightings.map(row)).text + details.joined() + "\n"
    }

    private static func row(_ sighting: ProbedLink.Sighting) -> [String] {
        var row = [sighting.edge, verdict(sighting.verdict), "-", "-", "-", "-"]
        guard let answer = sighting.answer else { return row }

        row[2] = "\(answer.status)"
        if let type = answer.contentType { row[3] = short(type) }
        if let size = answer.size { row[4] = "\(size)" }
        if let since = answer.cachedSince { row[5] = "\(since)" }
        return row
    }

    private static func verdict(_ verdict: LinkVerdict) -> String {
        if verdict == .unknown(.unproven) { return "gone, unproven" }

        return "\(verdict.visibility.rawValue) (\(verdict.reason))"
    }

    /// What does not fit the table: who answered and what else it said.
    private static func details(_ sighting: ProbedLink.Sighting) -> String? {
        var parts = sighting.answer?.fields.map { "\($0.name): \($0.value)" } ?? []
        if let answer = sighting.answer {
            if let etag = answer.etag { parts.append("ETag: \(etag)") }
            if let date = answer.lastModified { parts.append("Last-Modified: \(date)") }
            if let source = answer.cachedBy { parts.append("cached since, by its \(source.rawValue)") }
            if let host = answer.redirectHost { parts.append("redirects to \(host)") }
        }
        if let failure = sighting.failure { parts.append(failure) }
        guard !parts.isEmpty else { return nil }

        return "  \(sighting.edge) (\(sighting.role))\n" + parts.map { "    \($0)\n" }.joined()
    }

    private static func short(_ text: String) -> String {
        text.unicodeScalars.count > 20 ? String(text.unicodeScalars.prefix(19)) + "…" : text
    }

    private var summary: String {
        let looks = count(.dark) + count(.lit) + count(.unknown)
        let head =
            "\(looks) looks, a link at an edge each: \(count(.dark)) dark, \(count(.lit)) lit, \(count(.unknown)) unknown; "
            + "\(refused) of \(links.count) URLs refused.\n"
        let unproven = links.contains { $0.sightings.contains { $0.verdict == .unknown(.unproven) } }
        return head
            + (unproven
                ? "Gone, unproven: no control of the same family and host was lit there, and an edge that answers\n"
                    + "everybody so looks the same. Name a link that is lit: --control URL.\n" : "")
            + (count(.dark) > 0
                ? "Dark says nothing of whether a URL ever served; purge explain CLIP may.\n" : "")
    }
}
