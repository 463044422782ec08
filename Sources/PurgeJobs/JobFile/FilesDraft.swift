/// The first two files of a platform: what a person says of it, as a commented site file and a job file.
///
/// The drafts are read by the strict readers before anybody writes them down, so that what comes out holds.
package struct FilesDraft: Sendable {
    /// A cache in front of the platform; the kinds that `purge init` can set up.
    package enum Cache: String, CaseIterable, Sendable {
        case nginx
        case varnish
        case trafficServer = "trafficserver"
        case squid
        case none
    }

    /// A node or an origin: its name, and `host:port`.
    package struct Place: Sendable {
        let name: String
        let address: String

        package init(name: String, address: String) {
            self.name = name
            self.address = address
        }
    }

    package var name: String
    package var links: [LinkDraft]
    /// The folder that is served, and the one beside it where disabled files go.
    package var root: String
    package var quarantine: String
    package var cache: Cache
    package var nodes: [Place]
    package var origins: [Place]
    /// Rows in the shape of Twitch's Get Clips objects: CSV where its name says so, else JSON Lines.
    package var inventory: String

    /// The files' names in the folder that is asked for.
    package static let siteName = "site.yaml"
    package static let jobName = "job.yaml"
    package static let listName = "reported.txt"

    package init(
        name: String,
        links: [LinkDraft],
        root: String,
        quarantine: String,
        cache: Cache,
        nodes: [Place],
        origins: [Place],
        inventory: String
    ) {
        self.name = name
        self.links = links
        self.root = root
        self.quarantine = quarantine
        self.cache = cache
        self.nodes = nodes
        self.origins = origins
        self.inventory = inventory
    }

    /// Each file's name and text, read once as they will be.
    ///
    /// - Throws: `JobFileError` with everything that the readers would not take, at its line of the text.
    package func files(in folder: String) throws(JobFileError) -> [(name: String, text: String)] {
        let (site, job) = (SiteDraftText(draft: self).text, JobDraftText(draft: self).text)
        let read = try SiteFile.read(
            bytes: Array(site.utf8),
            as: "\(folder)/\(Self.siteName)",
            environment: [:]
        )
        _ = try JobFile.read(bytes: Array(job.utf8), as: "\(folder)/\(Self.jobName)", site: read)
        return [(Self.siteName, site), (Self.jobName, job), (Self.listName, JobDraftText.list)]
    }

    /// A value between double quotes, in which YAML and JSON escape alike (YAML 1.2.2, section 7.3.1).
    static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case _ where scalar.value < 32 || scalar.value == 127:
                "\\x" + Hexadecimal.text(of: [UInt8(scalar.value)])
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
