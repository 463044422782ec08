/// Finds the clip that a person means by an id or by a URL, from files and the ledger alone; nothing is sent.
package struct ClipFinder {
    /// What was found, and how.
    package enum Finding: Sendable {
        case clip(ClipID, how: String)
        /// The URL leads to no clip, and why.
        case none(String)
    }

    private let snapshot: LedgerSnapshot
    private let site: String?
    private let environment: [String: String]

    /// `site` is the site file that the person named, if any.
    package init(_ snapshot: LedgerSnapshot, site: String?, environment: [String: String]) {
        self.snapshot = snapshot
        self.site = site
        self.environment = environment
    }

    /// Takes a text with `://`, made harmless or not, for a URL, and any other for an id.
    ///
    /// - Throws: `JobFileError` for a site file that was named and cannot be used, `LedgerError`.
    package func find(_ text: String) throws -> Finding {
        let bytes = Array(text.utf8)
        let refanged = RefangedURL.of(bytes)
        guard String(decoding: refanged, as: UTF8.self).contains("://") else {
            return ClipID(bytes).map { .clip($0, how: "by its id") }
                ?? .none("it is no id that a clip can have")
        }

        var why = "no site file was found to read it by"
        if let forms = try forms() {
            switch forms.reading(of: bytes) {
            case .clip(let id): return .clip(id, how: "by the site's forms of URLs")
            case .published: why = "only an inventory knows the clips of such URLs"
            case .none(let reason): why = reason
            }
        }
        for candidate in [bytes, refanged] {
            if let url = LinkURL(candidate), let clip = try snapshot.clip(of: url) {
                return .clip(clip, how: "by a link of a run, byte for byte")
            }
        }
        return .none(why + "; no link of any run is that URL")
    }

    /// The forms of the site that is named or found; else those of the site that the newest run was planned on.
    private func forms() throws -> ClipURLForms? {
        if site != nil {
            return try Self.forms(of: SitePath.find(flag: site, environment: environment), environment)
        }

        do {
            return try Self.forms(of: SitePath.find(flag: nil, environment: environment), environment)
        } catch is JobFileError {
            guard let run = try snapshot.runs(limit: 1).first,
                let bytes = try snapshot.document(run.siteDigest)
            else { return nil }

            // The run's own site may name a credential that is not on this machine: then there are no forms.
            let kept = try? SiteFile.read(bytes: bytes, as: run.sitePath, environment: environment)
            return try kept.map { try Self.forms(of: $0) }
        }
    }

    private static func forms(of path: String, _ environment: [String: String]) throws -> ClipURLForms {
        try forms(of: try SiteFile.read(path, environment: environment))
    }

    private static func forms(of site: Site) throws -> ClipURLForms {
        try ClipURLForms(families: site.families, clipURLs: site.clipURLs, notClips: site.notClips)
    }
}
