import Foundation
import Testing

@testable import PurgeJobs

/// Who may be asked to revoke, by whom, and how fast.
@Suite struct PlatformRevokerTests {
    private static let key = [UInt8](repeating: 7, count: 16)

    private let port: UInt16
    private let platform: Platform

    init() throws {
        port = try LoopbackServer.shared.get().plain
        let text = """
            site: test
            families:
              video: {hosts: [clips.test], schemes: [http], path: "/v/{id}"}
            origins:
              origin-1: {address: "127.0.0.1:\(port)"}
            revokers:
              shares:
                method: DELETE
                url: "http://api.test:\(port)/shares?clip={id}"
                address: "127.0.0.1:\(port)"
                rate: 50
                concurrency: 40
                credential: {header: Authorization, env: PATH}
              slow:
                method: POST
                url: "http://api.test:\(port)/slow/{id}"
                address: "127.0.0.1:\(port)"
                rate: 20

            """
        // Any variable that the test's own process has: the platform reads that one.
        let environment = ["PATH": "nightingale"]
        platform = try Platform(
            SiteFile.read(bytes: Array(text.utf8), as: "/site.yaml", environment: environment)
        )
    }

    private func request(_ revoker: Platform.Revoker, at node: NodeAddress?) throws -> HTTPRequest {
        try revoker.adapter.revocationRequest(
            for: revoker.adapter.revocation(of: try #require(ClipID("c"))),
            key: Self.key,
            at: node,
            credential: nil
        )
    }

    @Test func `a revoker is found by its name, with where and how it is asked`() throws {
        #expect(platform.revokers.map(\.name) == ["shares", "slow"])
        let revoker = try #require(platform.revoker("shares"))
        #expect(revoker.address == NodeAddress(host: "127.0.0.1", port: port))
        #expect(revoker.credential?.header == "Authorization")
        #expect(platform.revoker("none") == nil && platform.revoker("slow")?.credential == nil)
    }

    @Test func `its host is asked at its written address, and at no other`() async throws {
        let revoker = try #require(platform.revoker("shares"))
        let request = try request(revoker, at: revoker.address)
        #expect(try await platform.control.send(request).status == 200)
        for host in ["127.0.0.2", "10.0.0.1", "169.254.169.254"] {
            let elsewhere = try self.request(revoker, at: NodeAddress(host: host, port: port))
            let error = await #expect(throws: TransportError.self) {
                try await platform.control.send(elsewhere)
            }
            guard case .vetoed = error?.kind else { throw try #require(error) }
            #expect(error?.wasSent == false)
        }
    }

    @Test func `other hosts and ports are asked by nobody, and this one by no probe`() async throws {
        let revoker = try #require(platform.revoker("shares"))
        var request = try request(revoker, at: revoker.address)
        let probed = await #expect(throws: TransportError.self) {
            try await platform.view.probe.send(request)
        }
        #expect(probed?.kind == .unlisted && probed?.wasSent == false)
        for origin in [try HTTPOrigin(.http, "api.test"), try HTTPOrigin(.http, "evil.test", port: port)] {
            request.origin = origin
            let error = await #expect(throws: TransportError.self) {
                try await platform.control.send(request)
            }
            #expect(error?.kind == .unlisted && error?.wasSent == false)
        }
    }

    @Test func `two endpoints of one host go at the pace of the slower`() {
        let (fast, slow) = (
            PacingLimits(rate: 50, burst: 50, concurrency: 40),
            PacingLimits(rate: nil, burst: 1, concurrency: 4)
        )
        #expect(fast.tightened(by: slow) == PacingLimits(rate: 50, burst: 1, concurrency: 4))
        #expect(slow.tightened(by: fast) == fast.tightened(by: slow))
        #expect(PacingLimits.unlimited.tightened(by: .unlimited) == .unlimited)
    }
}
