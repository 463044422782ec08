/// What a plan is made from: the files that say what to do, and the sources that it will walk.
package struct PlanHeader: Sendable {
    /// One of the two files, kept whole so that a run is finished on what it was begun with.
    package struct Document: Sendable {
        package let path: String
        package let digest: Digest
        package let bytes: [UInt8]

        package init(path: String, digest: Digest, bytes: [UInt8]) {
            self.path = path
            self.digest = digest
            self.bytes = bytes
        }
    }

    /// Stands where the path of a job file would, in an emergency.
    package static let emergencyPath = "(purge now)"

    package let job: String
    package let site: String
    package let jobFile: Document
    package let siteFile: Document
    package let listsDigest: Digest
    /// The sources' names, in the order in which they are walked.
    package let sources: [String]
    /// Whether clips are taken down or brought back.
    package let purpose: RunPurpose

    package init(
        job: String,
        site: String,
        jobFile: Document,
        siteFile: Document,
        listsDigest: Digest,
        sources: [String],
        purpose: RunPurpose = .takedown
    ) {
        self.job = job
        self.site = site
        self.jobFile = jobFile
        self.siteFile = siteFile
        self.listsDigest = listsDigest
        self.sources = sources
        self.purpose = purpose
    }
}
