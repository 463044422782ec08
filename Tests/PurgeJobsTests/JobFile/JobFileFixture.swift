@testable import PurgeJobs

/// A good site and a good job, and what becomes of them when one place is changed.
enum JobFileFixture {
    static let environment = ["PURGE_TOKEN": "nightingale-5f2c9a"]

    static let site = """
        site: demo
        families:
          page:
            hosts: [clips.test:18081]
            schemes: [http]
            path: "/clip/{id}"
            object: "media:p/{id}.html"
            dark: [403]
          video:
            hosts: [clips.test:18081, dl.test]
            schemes: [http, https]
            path: "/v/{id}/{quality}.mp4"
            variables: {quality: [1080, 720]}
            queries: ["?download=1"]
            object: "media:v/{id}/{quality}.mp4"
          thumbnail:
            hosts: [img.test]
            field: thumbnail_url
        clipURLs:
          - "https://clips.test/{id}/edit"
          - "https://clips.test/embed?clip={id}"
          - "https://www.clips.test/{*}/clip/{id}"
        notClips: [create, embed]
        stores:
          media:
            kind: fileTree
            root: www
            quarantine: /srv/clips/quarantine
        caches:
          edge:
            kind: nginx
            nodes: {edge-1: 127.0.0.1:18082, edge-2: "127.0.0.2:18082"}
            hosts: [clips.test:18081]
            rebound: 1.5s
            rate: 200
            concurrency: 8
            credential: {header: X-Purge-Token, env: PURGE_TOKEN}
        origins:
          origin-1: {address: "127.0.0.1:18081"}
        controls: [LitClip, no]

        """

    static let job = """
        job: nightly
        inventories:
          - kind: jsonLines
            files: ["clips-*.jsonl", /srv/more.jsonl]
            fields: {id: slug, views: stats.views, urls: [url, thumbnail_url], md5: md5}
            badRows: 0.2%
        lists:
          - name: severe
            of: clipIDs
            file: severe.txt
            category: csam-severe
          - name: hashes
            of: md5
            file: hashes.txt
            category: csam
        action: delete
        deleteAfter: 48h
        guard: {items: 20, share: 5%}
        verify: {rounds: 3, spacing: 2s, patience: 1m, repurge: 500ms}

        """

    static func readSite(_ text: String) throws(JobFileError) -> Site {
        try SiteFile.read(bytes: Array(text.utf8), as: "/etc/demo/site.yaml", environment: environment)
    }

    static func readJob(_ text: String, site: String = Self.site) throws(JobFileError) -> TakedownJob {
        try JobFile.read(bytes: Array(text.utf8), as: "/etc/demo/job.yaml", site: readSite(site))
    }

    /// What reading `body` complains of; nothing when it is read.
    static func complaints(_ body: () throws(JobFileError) -> Void) -> [JobFileError.Complaint] {
        do throws(JobFileError) {
            try body()
            return []
        } catch {
            return error.complaints
        }
    }
}
