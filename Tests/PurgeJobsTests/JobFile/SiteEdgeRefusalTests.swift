import Testing

@testable import PurgeJobs

@Suite struct SiteEdgeRefusalTests {
    @Test(arguments: stores + edges + others)
    func aMistakeIsRefusedWhereItStands(_ bad: BadFile) throws {
        let text = try bad.text(from: JobFileFixture.site)
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readSite(text)
        }
        try bad.check(complaints, in: text)
    }

    private static let stores: [BadFile] = [
        .init(
            "kind: fileTree",
            "kind: filetree",
            at: "filetree",
            key: "stores.media.kind",
            saying: "'fileTree'?"
        ),
        .init("    kind: fileTree\n", "", at: "root: www", key: "stores.media", saying: "'kind' is missing"),
        .init("root: www", "root: ~/www", at: "~/www", key: "stores.media.root", saying: "begins with '~'"),
        .init("root: www", "root: \"a\\0b\"", at: "\"a", key: "stores.media.root", saying: "is no path"),
        .init("root: www", "root: //", at: "//\n", key: "stores.media.root", saying: "whole file system"),
        .init(
            "quarantine: /srv/clips/quarantine",
            "quarantine: www/./hidden",
            at: "www/./hidden",
            key: "stores.media.quarantine",
            saying: "lies in the root"
        ),
    ]

    private static let edges: [BadFile] = [
        .init("  origin-1:", "  O:", at: "O:", key: "origins.O", saying: "is no name"),
        .init(
            "kind: nginx",
            "kind: ngnix",
            at: "ngnix",
            key: "caches.edge.kind",
            saying: "did you mean 'nginx'?"
        ),
        .init(
            "kind: nginx",
            "kind: nginx\n    method: ban",
            at: "ban",
            key: "caches.edge.method",
            saying: "only varnish has methods"
        ),
        .init(
            "kind: nginx",
            "kind: varnish\n    method: soft",
            at: "soft",
            key: "caches.edge.method",
            saying: "not one of the methods"
        ),
        .init(
            "kind: nginx",
            "kind: nginx\n    tags: [\"clip-{id}\"]",
            at: "[\"clip-{id}\"]",
            key: "caches.edge.tags",
            saying: "has no tags"
        ),
        .init(
            "kind: nginx",
            "kind: varnish\n    tags: []",
            at: "[]",
            key: "caches.edge.tags",
            saying: "is an empty list"
        ),
        .init(
            "kind: nginx",
            "kind: varnish\n    tags: [clips]",
            at: "clips]\n    nodes",
            key: "caches.edge.tags[0]",
            saying: "has no '{id}'"
        ),
        .init(
            "kind: nginx",
            "kind: varnish\n    tags: [\"clip-{id}*\"]",
            at: "\"clip-{id}*",
            key: "caches.edge.tags[0]",
            saying: "gives no cache tag"
        ),
        .init(
            "kind: nginx",
            "kind: varnish\n    tags: [\"clip-{quality}\"]",
            at: "\"clip-{quality}",
            key: "caches.edge.tags[0]",
            saying: "quality"
        ),
        .init(
            "127.0.0.2:18082",
            "127.0.0.2",
            at: "\"127.0.0.2\"",
            key: "caches.edge.nodes.edge-2",
            saying: "no port"
        ),
        .init(
            "127.0.0.2:18082",
            "127.0.0.1:18082",
            at: "\"127.0.0.1:18082\"}",
            key: "caches.edge.nodes.edge-2",
            saying: "another node of the cache has this address"
        ),
        .init(
            "origin-1:",
            "edge-1:",
            at: "edge-1: {address",
            key: "origins.edge-1",
            saying: "has the name 'edge-1'"
        ),
        .init(
            "    hosts: [clips.test:18081]\n    rebound",
            "    hosts: [clip.test:18081]\n    rebound",
            at: "clip.test",
            key: "caches.edge.hosts[0]",
            saying: "did you mean 'clips.test:18081'?"
        ),
        .init(
            "rebound: 1.5s",
            "rebound: 1.5",
            at: "1.5",
            key: "caches.edge.rebound",
            saying: "is no duration"
        ),
        .init(
            "rebound: 1.5s",
            "rebound: 2h",
            at: "2h",
            key: "caches.edge.rebound",
            saying: "write 100ms to 1h"
        ),
        .init(
            "rebound: 1.5s",
            "rebound: -1s",
            at: "-1s",
            key: "caches.edge.rebound",
            saying: "is no duration"
        ),
        .init("rate: 200", "rate: 0", at: "0\n    conc", key: "caches.edge.rate", saying: "out of range"),
        .init("rate: 200", "rate: fast", at: "fast", key: "caches.edge.rate", saying: "is no rate"),
        .init(
            "concurrency: 8",
            "concurrency: 0",
            at: "0\n    cred",
            key: "caches.edge.concurrency",
            saying: "range"
        ),
        .init(
            "X-Purge-Token",
            "'X Purge'",
            at: "'X P",
            key: "caches.edge.credential.header",
            saying: "no header's name"
        ),
        .init(
            "X-Purge-Token",
            "Host",
            at: "Host,",
            key: "caches.edge.credential.header",
            saying: "Purge writes itself"
        ),
        .init(
            "env: PURGE_TOKEN",
            "env: NOBODY",
            at: "NOBODY",
            key: "caches.edge.credential.env",
            saying: "no variable"
        ),
        .init(
            "env: PURGE_TOKEN",
            "file: none",
            at: "none",
            key: "caches.edge.credential.file",
            saying: "is not there"
        ),
        .init(
            "env: PURGE_TOKEN",
            "file: /dev",
            at: "/dev",
            key: "caches.edge.credential.file",
            saying: "no regular file"
        ),
        .init(
            "env: PURGE_TOKEN",
            "credential: t",
            at: "t}",
            key: "caches.edge.credential.credential",
            saying: "is not set"
        ),
        .init(
            "env: PURGE_TOKEN",
            "credential: ../t",
            at: "../t",
            key: "caches.edge.credential.credential",
            saying: "no credential's name"
        ),
        .init(", env: PURGE_TOKEN", "", at: "{header", key: "caches.edge.credential", saying: "one place"),
        .init(
            "env: PURGE_TOKEN",
            "env: PURGE_TOKEN, file: a",
            at: "{header",
            key: "caches.edge.credential",
            saying: "one place"
        ),
        .init(
            "{address: \"127.0.0.1:18081\"}",
            "127.0.0.1:1",
            at: "127.0.0.1:1\n",
            key: "origins.origin-1",
            saying: "a mapping"
        ),
        .init("127.0.0.1:18081", "::1", at: "\"::1", key: "origins.origin-1.address", saying: "is no host"),
        .init(
            "{address: \"127.0.0.1:18081\"}",
            "{address: \"127.0.0.1:18081\", hosts: [dl.test]}",
            at: "img.test",
            key: "families.thumbnail.hosts[0]",
            saying: "nobody could probe it"
        ),
    ]

    private static let others: [BadFile] = [
        .init(
            "https://clips.test/{id}/edit",
            "clips.test/{id}",
            at: "\"clips.test/{id}",
            key: "clipURLs[0]",
            saying: "absolute"
        ),
        .init(
            "https://clips.test/{id}/edit",
            "https://{id}.test/",
            at: "\"https://{id}",
            key: "clipURLs[0]",
            saying: "host"
        ),
        .init(
            "{id}/edit",
            "{id}/{id}",
            at: "\"https://clips.test/{id}/{id}",
            key: "clipURLs[0]",
            saying: "more than once"
        ),
        .init(
            "{id}/edit",
            "edit",
            at: "\"https://clips.test/edit",
            key: "clipURLs[0]",
            saying: "has no '{id}'"
        ),
        .init("/{*}/clip", "/a{*}/clip", at: "\"https://www", key: "clipURLs[2]", saying: "between two '/'"),
        .init("[create, embed]", "[]", at: "[]", key: "notClips", saying: "is an empty list"),
        .init(
            "[LitClip, no]",
            "[LitClip, LitClip]",
            at: "LitClip]",
            key: "controls[1]",
            saying: "stands twice"
        ),
        .init("[LitClip, no]", "[' x']", at: "' x'", key: "controls[0]", saying: "is no clip id"),
        .init(
            "controls:",
            "tls: {authorities: ca.pem}\ncontrols:",
            at: "ca.pem",
            key: "tls.authorities",
            saying: "not there"
        ),
        .init("controls:", "tls: {}\ncontrols:", at: "{}", key: "tls", saying: "empty mapping"),
        .init(
            "controls:",
            "site: again\ncontrols:",
            at: "site: demo",
            key: "site",
            saying: "stands twice in one mapping"
        ),
        .init(
            "controls:",
            "<<: {a: b}\ncontrols:",
            at: "<<",
            key: "<<",
            saying: "merge keys are not allowed"
        ),
        .init("controls:", "? [a]\n: b\ncontrols:", at: "[a]", key: "", saying: "found a list"),
    ]
}
