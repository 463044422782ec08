import Foundation
import Testing

@testable import PurgeJobs

/// Azure Storage's SharedKey, by requests that were cross-checked against the vendor's client.
@Suite struct AzureSharedKeySignerTests {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let account: String
        let keyB64: String
        let method: String
        let path: String
        let query: [String: String]
        let headers: [String: String]
        let stringToSign: String
        let authorization: String

        var testDescription: String { name }
    }

    // An empty list fails the test that counts them.
    static let vectors = (try? SigningVectors.decode([Vector].self, "azure-sharedkey/derived.json")) ?? []

    @Test func `the vectors are there`() { #expect(Self.vectors.count >= 5) }

    @Test(arguments: vectors)
    func whatTheVendorsClientSignedIsSignedAlike(_ vector: Vector) throws {
        let query = vector.query.sorted { $0.key > $1.key }.map { name, value in
            "\(name)=\(String(decoding: PercentEncoding.encoded(Array(value.utf8)), as: UTF8.self))"
        }
        let target = vector.path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        let request = try SigningVectors.request(
            vector.method,
            "https://myaccount.blob.core.windows.net\(target)",
            vector.headers.sorted { $0.key > $1.key }
        )
        let signer = try #require(AzureSharedKeySigner(account: vector.account, key: Secret(vector.keyB64)))
        #expect(signer.stringToSign(request) == vector.stringToSign)
        let signed = try signer.signed(request, at: Timestamp(microseconds: 0))
        #expect(SigningVectors.field("Authorization", of: signed) == vector.authorization)
    }

    @Test func `the date is added where the request has none`() throws {
        let signer = try #require(AzureSharedKeySigner(account: "a", key: Secret("AAEC")))
        let request = try SigningVectors.request("GET", "https://a.test/c", [])
        let signed = try signer.signed(request, at: SigningVectors.moment("20260115T120000Z"))
        #expect(SigningVectors.field("x-ms-date", of: signed) == "Thu, 15 Jan 2026 12:00:00 GMT")
        #expect(AzureSharedKeySigner(account: "a", key: Secret("no base64!")) == nil)
    }
}
