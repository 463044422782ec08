import Testing

@testable import PurgeJobs

@Suite struct JobFileTests {
    @Test func `a job says what to match and what to do`() throws {
        let job = try JobFileFixture.readJob(JobFileFixture.job)
        #expect(job.name == "nightly")
        #expect(job.action == .delete(after: .seconds(48 * 3600), byCategory: [:]))
        #expect(job.guardLimit == Guard(items: 20, share: 0.05))
        #expect(job.verification.rounds == 3)
        #expect(job.verification.spacing == .seconds(2))
        #expect(job.verification.patience == .seconds(60))
        #expect(job.verification.repurge == .milliseconds(500))
        let severe = ReportList(
            name: "severe",
            category: "csam-severe",
            kind: .clipIDs,
            source: .file("/etc/demo/severe.txt")
        )
        let hashes = ReportList(
            name: "hashes",
            category: "csam",
            kind: .md5,
            source: .file("/etc/demo/hashes.txt")
        )
        #expect(job.lists == [severe, hashes])
    }

    @Test func `inventories are named, with their fields and limits`() throws {
        let inventory = try #require(JobFileFixture.readJob(JobFileFixture.job).inventories.first)
        let fields = try InventoryFields(
            id: "slug",
            views: "stats.views",
            urls: ["url", "thumbnail_url"],
            hashes: [.md5: "md5"]
        )
        let files = ["/etc/demo/clips-*.jsonl", "/srv/more.jsonl"]
        #expect(inventory.badRowShare == 0.002)
        guard case .files(.jsonLines, let settings) = inventory.kind else { return }

        #expect(settings.files == files)
        #expect(settings.fields == fields)
    }

    @Test(arguments: InventoryFormat.allCases, [nil] + InventoryCompression.allCases)
    func `an inventory has a format and a compression`(
        format: InventoryFormat,
        compression: InventoryCompression?
    ) throws {
        let key = compression.map { ", compression: \($0.rawValue)" } ?? ""
        let text = """
            job: small
            inventories: [{kind: \(format.rawValue), files: [/c]\(key)}]
            lists: [{name: urls, of: urls, file: /l, category: c}]
            """
        var expected = FileInventory.Settings(files: ["/c"])
        expected.compression = compression

        let kind = try JobFileFixture.readJob(text).inventories.first?.kind
        if case .files(format, let settings) = kind {
            #expect(settings == expected)
        } else {
            Issue.record("\(String(describing: kind))")
        }
    }

    @Test func `defaults hold where keys are left out`() throws {
        let text = """
            job: small
            inventories: [{kind: jsonLines, files: ['-']}]
            lists: [{name: urls, of: urls, file: /l, category: c}]
            """
        let job = try JobFileFixture.readJob(text)
        #expect(job.inventories.first?.fields == .standard)
        #expect(job.inventories.first?.badRowShare == 0.001)
        #expect(job.action == .disable)
        #expect(job.guardLimit == .standard)
        #expect(job.verification == VerificationPolicy())
    }

    @Test func `every guard can be set, and some switched off`() throws {
        let text = JobFileFixture.job.replacing(
            "guard: {items: 20, share: 5%}",
            with: """
                guard: {perEntry: 1, perChannel: 2, perCreator: 3, listGrowth: 4, listGrowthEntries: 5,
                  inventoryEmpty: allow, inventoryShrink: off, listShrink: 30%, notFound: off}
                """
        )
        var expected = Guard.standard
        (expected.perEntry, expected.perChannel, expected.perCreator) = (1, 2, 3)
        (expected.listGrowth, expected.listGrowthEntries) = (4, 5)
        (expected.holdsEmptyInventories, expected.inventoryShrink) = (false, nil)
        (expected.listShrink, expected.notFound) = (0.3, nil)
        #expect(try JobFileFixture.readJob(text).guardLimit == expected)
    }

    @Test func `deletion waits three days unless the job says otherwise`() throws {
        let text = JobFileFixture.job.replacing("deleteAfter: 48h\n", with: "")
        #expect(
            try JobFileFixture.readJob(text).action == .delete(after: .seconds(72 * 3600), byCategory: [:])
        )
    }

    @Test func `a category may have a time of its own`() throws {
        let category = try #require(try JobFileFixture.readJob(JobFileFixture.job).lists.first?.category)
        let text = JobFileFixture.job + "deleteAfterByCategory: {\(category): 0s}\n"
        #expect(
            try JobFileFixture.readJob(text).action
                == .delete(after: .seconds(48 * 3600), byCategory: [category: .zero])
        )
    }

    @Test(arguments: mistakes)
    func aMistakeIsRefusedWhereItStands(_ bad: BadFile) throws {
        let text = try bad.text(from: JobFileFixture.job)
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readJob(text)
        }
        try bad.check(complaints, in: text)
    }

    @Test func `a site whose families name no object has nothing to disable`() throws {
        let site = """
            site: s
            families: {page: {hosts: [c.test], path: "/{id}"}}
            origins: {o: {address: "127.0.0.1:80"}}
            """
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readJob(JobFileFixture.job, site: site)
        }
        #expect(complaints.map(\.key) == ["action"])
        #expect(complaints.first?.problem == "no family of the site names an object")
    }

    private static let mistakes: [BadFile] = [
        .init("job: nightly\n", "", at: "inventories", key: "", saying: "the key 'job' is missing"),
        .init("job: nightly", "job: a_b", at: "a_b", key: "job", saying: "is no name"),
        .init(
            "    badRows:",
            "    compression: bzip2\n    badRows:",
            at: "bzip2",
            key: "inventories[0].compression",
            saying: "is not one of the compressions"
        ),
        .init(
            "kind: jsonLines",
            "kind: tsv",
            at: "tsv",
            key: "inventories[0].kind",
            saying: "is not one of the kinds of inventories"
        ),
        .init(
            "[\"clips-*.jsonl\", /srv/more.jsonl]",
            "[]",
            at: "[]",
            key: "inventories[0].files",
            saying: "empty list"
        ),
        .init(
            "    files: [\"clips-*.jsonl\", /srv/more.jsonl]\n",
            "",
            at: "kind",
            key: "inventories[0]",
            saying: "the key 'files' is missing"
        ),
        .init(
            "/srv/more.jsonl]",
            "/srv/more.jsonl, /srv/more.jsonl]",
            at: "/srv/more.jsonl]",
            key: "inventories[0].files[2]",
            saying: "stands twice"
        ),
        .init(
            "lists:",
            "  - {kind: jsonLines, files: [/srv/more.jsonl]}\nlists:",
            at: "/srv/more.jsonl]}",
            key: "inventories[1].files[0]",
            saying: "another inventory of the job reads this file"
        ),
        .init("id: slug, ", "", at: "{views", key: "inventories[0].fields", saying: "'id' is missing"),
        .init(
            "views: stats",
            "view: stats",
            at: "view:",
            key: "inventories[0].fields.view",
            saying: "'views'?"
        ),
        .init(
            "[url, thumbnail_url]",
            "[]",
            at: "[]",
            key: "inventories[0].fields.urls",
            saying: "is an empty list"
        ),
        .init("urls: [url, thumbnail_url]", "urls: [url]", at: "job:", key: "", saying: "'thumbnail_url'"),
        .init(
            "badRows: 0.2%",
            "badRows: 0.2",
            at: "0.2",
            key: "inventories[0].badRows",
            saying: "is no share"
        ),
        .init(
            "badRows: 0.2%",
            "badRows: 101%",
            at: "101%",
            key: "inventories[0].badRows",
            saying: "out of range"
        ),
        .init(
            "badRows: 0.2%",
            "badrow: 0.2%",
            at: "badrow",
            key: "inventories[0].badrow",
            saying: "'badRows'?"
        ),
        .init(
            "- name: severe\n    of",
            "- of",
            at: "of",
            key: "lists[0]",
            saying: "the key 'name' is missing"
        ),
        .init(
            "name: hashes",
            "name: severe",
            at: "severe\n    of: md5",
            key: "lists[1].name",
            saying: "another list"
        ),
        .init(
            "of: clipIDs",
            "of: clipIds",
            at: "clipIds",
            key: "lists[0].of",
            saying: "did you mean 'clipIDs'?"
        ),
        .init(
            "of: md5",
            "of: sha1",
            at: "name: hashes",
            key: "lists[1]",
            saying: "no inventory has 'sha1' hashes"
        ),
        .init(
            "    category: csam\n",
            "",
            at: "name: hashes",
            key: "lists[1]",
            saying: "'category' is missing"
        ),
        .init(
            "action: delete",
            "action: remove",
            at: "remove",
            key: "action",
            saying: "is not one of the actions"
        ),
        .init(
            "action: delete",
            "action: disable",
            at: "48h",
            key: "deleteAfter",
            saying: "only with 'action: delete'"
        ),
        .init("action: delete\n", "", at: "48h", key: "deleteAfter", saying: "only with 'action: delete'"),
        .init(
            "deleteAfter: 48h",
            "deleteAfter: 367d",
            at: "367d",
            key: "deleteAfter",
            saying: "write 0s to 366d"
        ),
        .init("items: 20", "items: many", at: "many", key: "guard.items", saying: "no whole number"),
        .init("items: 20", "items: -1", at: "-1", key: "guard.items", saying: "no whole number"),
        .init("share: 5%", "share: 0.05", at: "0.05", key: "guard.share", saying: "write a percentage"),
        .init("items: 20", "perEntry: none", at: "none", key: "guard.perEntry", saying: "no whole number"),
        .init("items: 20", "perentry: 20", at: "perentry", key: "guard.perentry", saying: "'perEntry'?"),
        .init("items: 20", "listGrowth: 0", at: "0,", key: "guard.listGrowth", saying: "write 1 to 1000"),
        .init("items: 20", "notFound: none", at: "none", key: "guard.notFound", saying: "is no share"),
        .init(
            "items: 20",
            "inventoryEmpty: off",
            at: "off",
            key: "guard.inventoryEmpty",
            saying: "not one of"
        ),
        .init(
            "    badRows: 0.2%",
            "    freshness: 0s",
            at: "0s",
            key: "inventories[0].freshness",
            saying: "out of range"
        ),
        .init(
            "    category: csam\n",
            "    category: csam\n    maxAge: old\n",
            at: "old",
            key: "lists[1].maxAge",
            saying: "is no duration"
        ),
        .init("{items: 20, share: 5%}", "{}", at: "{}", key: "guard", saying: "is an empty mapping"),
        .init("rounds: 3", "rounds: 1", at: "1,", key: "verify.rounds", saying: "write 2 to 10"),
        .init("rounds: 3", "rounds: 11", at: "11,", key: "verify.rounds", saying: "write 2 to 10"),
        .init("spacing: 2s", "spacing: 0s", at: "0s", key: "verify.spacing", saying: "out of range"),
        .init("patience: 1m", "patience: 1w", at: "1w", key: "verify.patience", saying: "is no duration"),
        .init(
            "repurge: 500ms",
            "retry: 500ms",
            at: "retry",
            key: "verify.retry",
            saying: "the key is unknown"
        ),
    ]
}
