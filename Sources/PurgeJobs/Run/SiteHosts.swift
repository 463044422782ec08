/// The hosts that a site asks for anything: those of its links and of its revokers.
package struct SiteHosts: Sendable {
    /// In lower case, without ports, in order.
    package let names: [String]

    /// Reads the site file that is named or found; else that of the newest run.
    ///
    /// - Throws: `JobFileError` for a site file that cannot be used, or when there is none.
    package init(_ snapshot: LedgerSnapshot, site flag: String?, environment: [String: String]) throws {
        var found: Site
        do throws(JobFileError) {
            found = try SiteFile.read(
                try SitePath.find(flag: flag, environment: environment),
                environment: environment
            )
        } catch {
            guard flag == nil, let run = try snapshot.runs(limit: 1).first,
                let bytes = try snapshot.document(run.siteDigest)
            else { throw error }

            found = try SiteFile.read(bytes: bytes, as: run.sitePath, environment: environment)
        }
        let published = found.hosts.compactMap { SiteView.name(of: $0)?.text }
        let revokers = found.revokers.map(\.adapter.url.origin.host.text)
        names = Set(published + revokers).sorted()
    }
}
