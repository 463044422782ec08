import Foundation
import Testing

@testable import PurgeJobs

/// Mails reach a real server as they are, over TLS or not at all.
@Suite(.serialized) struct MailClientTests {
    let post: MailServerProcess

    init() throws { post = try MailServerProcess() }

    private func server(
        _ port: UInt16,
        _ security: MailServer.Security = .startTLS,
        host: String = "localhost",
        user: String? = nil,
        isWritten: Bool = true
    ) throws -> MailServer {
        let address = isWritten ? NodeAddress(host: "127.0.0.1", port: port) : nil
        return MailServer(
            host: try HostName(host),
            port: port,
            security: security,
            user: user,
            address: address
        )
    }

    private func send(
        _ text: String = "Subject: x\n\nx\n",
        to recipients: [String] = ["a@b.test"],
        by server: MailServer,
        password: String? = nil,
        trusting authorities: String? = nil,
        within limit: Duration = .seconds(20)
    ) async throws(MailError) {
        let client = MailClient(server: server, authorities: authorities ?? post.authorities, limit: limit)
        try await client.send(
            Array(text.utf8),
            from: "purge@example.test",
            to: recipients,
            password: password.map { Secret($0) }
        )
    }

    @Test func `a mail arrives whole, at everybody, after STARTTLS`() async throws {
        let text = "Subject: one\n\n.a dot begins this line\n..and two this\n.\nümlaut\n"
        try await send(text, to: ["a@b.test", "c@d.test"], by: try server(post.ports.strict))
        let mail = try post.next()
        #expect(mail.text == text && !mail.hasBareLF)
        #expect(mail.from == "purge@example.test" && mail.to == ["a@b.test", "c@d.test"])
        #expect(mail.isEncrypted && mail.user == nil)
    }

    @Test func `a password is shown over TLS`() async throws {
        try await send(by: try server(post.ports.tls, .tls, user: "purge"), password: "sesame")
        #expect(try post.next().user == "purge")
        try await send(by: try server(post.ports.strict, user: "purge"), password: "sesame")
        #expect(try post.next().user == "purge")
        await #expect(throws: MailError.self) {
            try await send(by: try server(post.ports.tls, .tls, user: "purge"), password: "wrong")
        }
    }

    @Test func `a server without TLS gets nothing unless the site says so`() async throws {
        await #expect(throws: MailError.failed(64)) { try await send(by: try server(post.ports.bare)) }
        try await send(by: try server(post.ports.bare, .none))
        #expect(try !post.next().isEncrypted)
    }

    @Test func `a certificate that nobody trusts, or of another name, gets nothing`() async throws {
        let system = "/etc/ssl/certs/ca-certificates.crt"
        await #expect(throws: MailError.failed(60)) {
            try await send(by: try server(post.ports.strict), trusting: system)
        }
        await #expect(throws: MailError.failed(60)) {
            try await send(by: try server(post.ports.tls, .tls, host: "another.test"))
        }
    }

    @Test func `an inner address has to be written`() async throws {
        let loopback = try #require(IPAddress("127.0.0.1"))
        do {
            try await send(by: try server(post.ports.strict, isWritten: false))
            Issue.record("it was sent")
        } catch MailError.vetoed(let address) {
            #expect(address.isLoopback || address == loopback)
        }
        try await send(by: try server(post.ports.bare, .none, host: "127.0.0.1", isWritten: false))
        #expect(try post.next().to == ["a@b.test"])
    }

    @Test func `a refusal is told with its status and nobody's address`() async throws {
        await #expect(throws: MailError.refused(status: 550)) {
            try await send(to: ["nobody@refused.test"], by: try server(post.ports.strict))
        }
        #expect(!MailError.refused(status: 550).description.contains("@"))
    }

    @Test func `a server that never answers is given up, at the limit or when nobody waits any more`()
        async throws
    {
        let strict = try server(post.ports.strict)
        await #expect(throws: MailError.failed(28)) {
            try await send(to: ["a@hang.test"], by: strict, within: .milliseconds(1500))
        }
        let sending = Task { () async -> MailError? in
            do {
                try await send(to: ["a@hang.test"], by: strict, within: .seconds(600))
                return nil
            } catch {
                return error as? MailError
            }
        }
        try await Task.sleep(for: .milliseconds(200))
        sending.cancel()
        #expect(await sending.value == .failed(42))
    }
}
