import Foundation
import Testing

@testable import PurgeJobs

/// Notices reach real servers and programs, and what is not taken keeps nobody waiting.
@Suite struct NoticeSenderTests {
    let fixture: LedgerFixture
    let folder: ScratchFolder
    let client: LoopbackClient

    init() throws {
        fixture = try LedgerFixture()
        folder = try ScratchFolder()
        client = try LoopbackClient()
        let secret = try folder.write("key\n", as: "secret")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
    }

    private func site(_ channel: String) throws -> Site {
        try JobFileFixture.readSite(
            JobFileFixture.site + "notifications:\n  c: {\(channel), severity: info}\n"
        )
    }

    private func webhook(_ target: String) -> String {
        "kind: webhook, url: \"http://127.0.0.1:\(client.server.plain)\(target)\", secret: {file: \(folder.path)/secret}"
    }

    private func states() throws -> [String] { try fixture.texts("SELECT state || tries FROM delivery") }

    private func tell(_ site: Site, in ledger: Ledger) async throws {
        try await ledger.change { try $0.notify(.panicked, nil, subject: "x", "Nothing is sent.") }
        await NoticeSender(site, ledger, StopSignal())?.sendDue()
    }

    @Test func `a webhook that takes it gets it once`() async throws {
        let target = "/hook-\(UInt64.random(in: 0 ... .max))"
        let ledger = try await fixture.open()
        let site = try site(webhook(target))
        for _ in 0..<2 { try await tell(site, in: ledger) }
        #expect(try await client.seen(target) == 1)
        #expect(try states() == ["sent1"])
    }

    @Test func `one that refuses it stays due, and is not asked again at once`() async throws {
        let target = "/status?503&\(UInt64.random(in: 0 ... .max))"
        let ledger = try await fixture.open()
        let site = try site(webhook(target))
        for _ in 0..<2 { try await tell(site, in: ledger) }
        #expect(try await client.seen(target) == 1)
        #expect(try states() == ["waiting1"])
        fixture.clock.advance(by: .seconds(5))
        await NoticeSender(site, ledger, StopSignal())?.sendDue()
        #expect(try await client.seen(target) == 2)
        #expect(try fixture.texts("SELECT detail FROM delivery") == ["answered 503"])
    }

    @Test func `a command that has ended waits two seconds for a silent endpoint, and no longer`()
        async throws
    {
        let ledger = try await fixture.open()
        try await ledger.change { try $0.notify(.panicked, nil, subject: "x", "Nothing is sent.") }
        await NoticeSender(try site(webhook("/hang")), ledger, StopSignal())?.sayFarewell()
        // An endpoint that was waited for until the request's own deadline would count as tried.
        #expect(try states() == ["waiting0"])
    }

    @Test func `a mail server gets the mail, with the password that the site file leads to`() async throws {
        let post = try MailServerProcess()
        let password = try folder.write("sesame\n", as: "password")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: password)
        let text =
            JobFileFixture.site + """
                tls: {authorities: \(post.authorities)}
                notifications:
                  c:
                    kind: mail
                    server: "localhost:\(post.ports.strict)"
                    address: "127.0.0.1:\(post.ports.strict)"
                    user: purge
                    secret: {file: \(password)}
                    from: purge@example.net
                    to: [duty@example.net]
                    severity: info

                """
        let ledger = try await fixture.open()
        try await tell(try JobFileFixture.readSite(text), in: ledger)
        #expect(try states() == ["sent1"])
        let mail = try post.next()
        #expect(mail.to == ["duty@example.net"] && mail.user == "purge" && mail.isEncrypted)
        #expect(
            mail.text.contains("Subject: purge critical: panicked") && mail.text.contains("Nothing is sent.")
        )
    }

    @Test func `a chat is told over TLS, at the host that the site file names`() async throws {
        let target = "/chat-\(UInt64.random(in: 0 ... .max))"
        let host = "edge.test:\(client.server.tls)"
        let ledger = try await fixture.open()
        for (number, url) in ["https://\(host)\(target)", "https://localhost:\(client.server.tls)\(target)"]
            .enumerated()
        {
            let secret = try folder.write(url + "\n", as: "url-\(number)")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
            let text =
                JobFileFixture.site + """
                    tls: {authorities: \(client.server.authorities)}
                    notifications:
                      chat-\(number):
                        kind: slack
                        host: "\(host)"
                        address: "127.0.0.1:\(client.server.tls)"
                        url: {file: \(secret)}

                    """
            try await tell(try JobFileFixture.readSite(text), in: ledger)
        }
        #expect(try await client.seen(target) == 1)
        let details = try fixture.texts("SELECT state || coalesce(detail, '') FROM delivery ORDER BY channel")
        #expect(details.first == "sent")
        #expect(
            details.last?.hasPrefix("waitingthe URL in the credential is no https URL of \(host)") == true
        )
        #expect(details.last?.contains(target) == false)
    }

    @Test func `a secret that is missing is said, and nothing is sent`() async throws {
        let ledger = try await fixture.open()
        try await tell(
            try site("kind: slack, host: \"localhost:\(client.server.tls)\", url: {env: NOT_SET_ANYWHERE}"),
            in: ledger
        )
        #expect(
            try fixture.texts("SELECT detail FROM delivery").joined().contains("no variable of that name")
        )
    }

    @Test func `in a panic nobody is told anything`() async throws {
        let target = "/hook-\(UInt64.random(in: 0 ... .max))"
        let ledger = try await fixture.open()
        try await ledger.change { try $0.notify(.panicked, nil, subject: "x", "Nothing is sent.") }
        let stop = StopSignal()
        stop.panic()
        await NoticeSender(try site(webhook(target)), ledger, stop)?.sayFarewell()
        #expect(try await client.seen(target) == 0)
    }

    @Test func `a mail program gets the mail, recipients as arguments, and no shell`() async throws {
        let out = folder.path + "/out"
        let program = try folder.write(
            "#!/bin/sh\ncat > \(out).mail\nprintf '%s|' \"$@\" > \(out).args\n",
            as: "mailer"
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
        let ledger = try await fixture.open()
        let channel =
            "kind: mail, program: [\(program), '-i', '$(touch x)'], from: p@example.net, to: [a@example.net]"
        try await tell(try site(channel), in: ledger)
        #expect(
            try String(contentsOfFile: out + ".args", encoding: .utf8) == "-i|$(touch x)|--|a@example.net|"
        )
        #expect(
            try String(contentsOfFile: out + ".mail", encoding: .utf8).contains(
                "Subject: purge critical: panicked"
            )
        )
        #expect(try states() == ["sent1"])
    }

    @Test(arguments: [
        ("/bin/false", "its program ended with 1"), ("/nowhere/mailer", "its program cannot be started"),
    ])
    func aMailProgramThatFailsIsSaid(program: String, saying: String) async throws {
        let ledger = try await fixture.open()
        try await tell(
            try site("kind: mail, program: [\(program)], from: p@example.net, to: [a@example.net]"),
            in: ledger
        )
        #expect(try fixture.texts("SELECT detail FROM delivery") == [saying])
    }
}
