import Testing

@testable import PurgeJobs

/// What a site file says of notifications, and the mistakes in it.
@Suite struct SiteNotificationTests {
    private static func channels(_ text: String) throws(JobFileError) -> [ChannelSettings] {
        try JobFileFixture.readSite(JobFileFixture.site + "notifications:\n\(text)\n").channels
    }

    @Test func `channels are read as written, and a secret that is missing refuses nothing`() throws {
        let channels = try Self.channels(
            """
              oncall:
                kind: webhook
                url: "https://hooks.test/purge"
                secret: {file: /nowhere/at-all}
              chat: {kind: slack, host: hooks.slack.test, url: {env: NOT_SET}, severity: critical}
              mail:
                kind: mail
                program: [/usr/sbin/sendmail, -i]
                from: purge@example.net
                to: [a@example.net, b@example.net]
                events: [closedDark, relit]
              relay: {kind: mail, server: "10.1.2.3:25", security: none, from: purge@example.net, to: [a@example.net]}
              provider:
                kind: mail
                server: "smtp.example.net:465"
                security: tls
                user: purge
                secret: {credential: smtp}
                from: purge@example.net
                to: [a@example.net]
              inner: {kind: webhook, url: "http://10.1.2.3:8080/p", secret: {credential: hook}}
            """
        ).map { $0 }
        #expect(channels.map(\.channel.name) == ["oncall", "chat", "mail", "relay", "provider", "inner"])
        guard case .mail(.server(let server), _, _) = channels[4].channel.way else {
            Issue.record("it has no server")
            return
        }

        #expect(server.url == "smtps://smtp.example.net:465" && server.user == "purge")
        #expect(channels[4].secret != nil)
        #expect(channels[0].channel.taken.allSatisfy { $0.severity >= .warning })
        #expect(channels[0].channel.taken.contains(.guardStopped))
        #expect(channels[1].channel.taken.allSatisfy { $0.severity == .critical })
        #expect(channels[1].channel.origin?.authority == "hooks.slack.test")
        #expect(channels[2].channel.taken == [.closedDark, .relit])
        #expect(channels[2].secret == nil && channels[2].channel.origin == nil)
        #expect(channels[1].secret?.place == .environment("NOT_SET"))
    }

    @Test(arguments: [
        (#"c: {kind: webhook, url: "http://hooks.test/x", secret: {env: A}}"#, "unencrypted"),
        (#"c: {kind: webhook, url: "http://8.8.8.8/x", secret: {env: A}}"#, "unencrypted"),
        (#"c: {kind: webhook, url: "https://hooks.test/x"}"#, "'secret' is missing"),
        (#"c: {kind: webhook, url: "hooks", secret: {env: A}}"#, "is no URL"),
        (
            #"c: {kind: webhook, url: "https://hooks.test/x", secret: {env: A, file: b}}"#,
            "must name one place"
        ),
        ("c: {kind: slack, url: {env: A}}", "'host' is missing"),
        (#"c: {kind: slack, host: "*.slack.test", url: {env: A}}"#, "is a wildcard"),
        ("c: {kind: slack, host: h.test, url: {env: A}, events: [lit]}", "is not one of the events"),
        ("c: {kind: slack, host: h.test, url: {env: A}, events: [test]}", "is not one of the events"),
        ("c: {kind: slack, host: h.test, url: {env: A}, severity: bad}", "is not one of the severities"),
        ("c: {kind: carrierPigeon}", "is not one of the kinds of channels"),
        ("c: {kind: mail, program: [sendmail], from: a@b.test, to: [c@d.test]}", "no absolute path"),
        ("c: {kind: mail, program: [/bin/s], from: a@b.test, to: ['-oQ/x@d']}", "is no mail address"),
        ("c: {kind: mail, program: [/bin/s], from: 'a@b.test>', to: [c@d.test]}", "is no mail address"),
        ("c: {kind: mail, program: [/bin/s], from: a@b.test, to: [c@d.test], host: x.test}", "unknown"),
        ("c: {kind: mail, from: a@b.test, to: [c@d.test]}", "must say who takes its mail"),
        (
            "c: {kind: mail, program: [/bin/s], server: 's:25', from: a@b.test, to: [c@d.test]}",
            "must say who"
        ),
        ("c: {kind: mail, program: [/bin/s], security: tls, from: a@b.test, to: [c@d.test]}", "unknown"),
        ("c: {kind: mail, server: s.test, from: a@b.test, to: [c@d.test]}", "host:port"),
        (
            "c: {kind: mail, server: 's.test:25', security: ssl, from: a@b.test, to: [c@d.test]}",
            "ways of encryption"
        ),
        (
            "c: {kind: mail, server: 's.test:25', security: none, from: a@b.test, to: [c@d.test]}",
            "unencrypted"
        ),
        (
            "c: {kind: mail, server: 's.test:25', user: u, from: a@b.test, to: [c@d.test]}",
            "'user' and 'secret'"
        ),
        (
            "c: {kind: mail, server: '10.0.0.1:25', security: none, user: u, secret: {env: A}, from: a@b.test, to: [c@d.test]}",
            "a password unencrypted"
        ),
    ])
    func mistakes(line: String, saying: String) {
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try Self.channels("  " + line)
        }
        #expect(complaints.contains { $0.description.contains(saying) }, "\(complaints)")
    }
}
