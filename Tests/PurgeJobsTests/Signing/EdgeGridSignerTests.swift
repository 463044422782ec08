import Foundation
import Testing

@testable import PurgeJobs

/// Akamai's signature, by the cases of the vendor's own client.
@Suite struct EdgeGridSignerTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        struct Request: Decodable, Sendable {
            let method: String
            let path: String
            let headers: [[String: String]]?
            let data: String?
        }

        let testName: String
        let request: Request
        let expectedAuthorization: String
        let expectedDataToSign: String?

        var testDescription: String { testName }
    }

    private struct Shared: Decodable {
        let baseUrl: String
        let accessToken: String
        let clientToken: String
        let clientSecret: String
        let maxBody: Int
        let headersToSign: [String]
        let nonce: String
        let timestamp: String
    }

    // An empty list fails the test that counts them.
    static let cases = (try? SigningVectors.decode([Case].self, "edgegrid/testcases.json")) ?? []

    @Test func `the cases are there`() { #expect(Self.cases.count >= 10) }

    @Test(arguments: cases)
    func theVendorsCasesAreSigned(_ vector: Case) throws {
        let common = try SigningVectors.decode(Shared.self, "edgegrid/testdata.json")
        let host = try HTTPURL(common.baseUrl).origin.authority
        let credential = EdgeGridCredential(
            host: host,
            clientToken: Secret(common.clientToken),
            clientSecret: Secret(common.clientSecret),
            accessToken: Secret(common.accessToken),
            contentLimit: common.maxBody,
            signedFields: common.headersToSign
        )
        let nonce = common.nonce
        let signer = EdgeGridSigner(credential) { nonce }
        let request = try SigningVectors.request(
            vector.request.method,
            common.baseUrl.dropLast() + vector.request.path,
            (vector.request.headers ?? []).flatMap { $0.map { ($0.key, $0.value) } },
            content: vector.request.data
        )
        let signed = try signer.signed(request, at: SigningVectors.moment(common.timestamp))
        #expect(SigningVectors.field("Authorization", of: signed) == vector.expectedAuthorization)
        if let expected = vector.expectedDataToSign {
            #expect(signer.dataToSign(request, "") == expected)
        }
        #expect(signed.fields.credential != nil)
    }

    @Test func `a fast purge is signed for its API host, whatever server is asked`() throws {
        struct Vector: Decodable {
            let clientToken: String
            let clientSecret: String
            let accessToken: String
            let timestamp: String
            let nonce: String
            let method: String
            let url: String
            let body: String
            let authorization: String
        }
        let vector = try SigningVectors.decode(Vector.self, "derived/edgegrid-fastpurge.json")
        let url = try HTTPURL(vector.url)
        let credential = EdgeGridCredential(
            host: url.origin.authority,
            clientToken: Secret(vector.clientToken),
            clientSecret: Secret(vector.clientSecret),
            accessToken: Secret(vector.accessToken)
        )
        var request = try SigningVectors.request(vector.method, vector.url, [], content: vector.body)
        request.via = NodeAddress("127.0.0.1:1")
        let nonce = vector.nonce
        let signed = try EdgeGridSigner(credential) { nonce }
            .signed(request, at: SigningVectors.moment(vector.timestamp))
        #expect(SigningVectors.field("Authorization", of: signed) == vector.authorization)
    }

    @Test func `no two requests have one nonce`() throws {
        let file = SectionedText(try SigningVectors.read("edgegrid/sample_edgerc"))
        let signer = EdgeGridSigner(try #require(EdgeGridCredential(section: "default", in: file)))
        let request = try SigningVectors.request("GET", "https://x.test/", [])
        let signed = try (0..<20).map { _ in
            let signed = try signer.signed(request, at: Timestamp(microseconds: 0))
            return SigningVectors.field("Authorization", of: signed)
        }
        #expect(Set(signed).count == 20)
    }

    @Test func `a section of a file is read as the vendor's clients read it`() throws {
        let file = SectionedText(try SigningVectors.read("edgegrid/sample_edgerc"))
        let host = "xxxx-xxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx.luna.akamaiapis.net"
        for section in ["default", "broken", "headers", "dashes"] where file.sections[section]?["host"] != nil
        {
            let credential = EdgeGridCredential(section: section, in: file)
            #expect(credential?.host == host || section == "broken", "\(section)")
        }
        let plain = try #require(EdgeGridCredential(section: "default", in: file))
        #expect(plain.contentLimit == 131_072 && plain.signedFields.isEmpty)
        #expect(plain.clientSecret.reveal().hasSuffix("="))
        #expect(
            EdgeGridCredential(section: "headers", in: file)?.signedFields == ["X-MyThing1", "X-MyThing2"]
        )
        #expect(EdgeGridCredential(section: "dashes", in: file) != nil)
        #expect(EdgeGridCredential(section: "nobody", in: file) == nil)
    }
}
