import Crypto
import CryptoExtras
import Foundation
import Testing

@testable import PurgeJobs

/// RS256 by RFC 7515, and the assertion of a service account.
@Suite struct GoogleServiceAccountTests {
    private struct Example: Decodable {
        let header: String
        let payload: String
        let jws: String
        let privateJwk: [String: String]
    }

    private func number(_ text: String) -> Data {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
        return Data(base64Encoded: base64 + padding) ?? Data()
    }

    private func key() throws -> _RSA.Signing.PrivateKey {
        let jwk = try SigningVectors.decode(Example.self, "jwt/rfc7515-a2.json").privateJwk
        let parts = try ["n", "e", "d", "p", "q"].map { number(try #require(jwk[$0])) }
        return try _RSA.Signing.PrivateKey(n: parts[0], e: parts[1], d: parts[2], p: parts[3], q: parts[4])
    }

    @Test func `the standard's example is signed to the letter`() throws {
        let example = try SigningVectors.decode(Example.self, "jwt/rfc7515-a2.json")
        let token = try JSONWebToken.signed(
            header: Array(example.header.utf8),
            claims: Array(example.payload.utf8),
            by: key()
        )
        #expect(token.reveal() == example.jws)
        #expect("\(token)" == "<redacted>")
    }

    @Test func `an assertion of the vendor's form is signed alike`() throws {
        struct Vector: Decodable {
            let headerJson: String
            let claimsJson: String
            let jwt: String
        }
        let vector = try SigningVectors.decode(Vector.self, "derived/google-sa-jwt.json")
        let token = try JSONWebToken.signed(
            header: Array(vector.headerJson.utf8),
            claims: Array(vector.claimsJson.utf8),
            by: key()
        )
        #expect(token.reveal() == vector.jwt)
    }

    private func keyFile(_ changes: [String: String?] = [:]) throws -> [UInt8] {
        var file: [String: String] = [
            "type": "service_account", "client_email": "takedown@proj.iam.gserviceaccount.com",
            "private_key_id": "test-key-1", "private_key": try key().pkcs8PEMRepresentation,
            "token_uri": "https://oauth2.googleapis.com/token",
        ]
        for (name, value) in changes { file[name] = value }
        return Array(try JSONEncoder().encode(file))
    }

    @Test func `an account says who asks, for what, of whom, until when`() throws {
        let account = try GoogleServiceAccount(keyFile: keyFile())
        let now = Timestamp(microseconds: 1_768_478_400_000_000)
        let scope = "https://www.googleapis.com/auth/cloud-platform"
        let parts = try account.assertion(scope: scope, at: now).reveal().split(separator: ".").map(
            String.init
        )
        let header = try JSONDecoder().decode([String: String].self, from: number(parts[0]))
        #expect(header == ["alg": "RS256", "typ": "JWT", "kid": "test-key-1"])
        struct Claims: Decodable, Equatable {
            let iat: Int
            let exp: Int
            let iss: String
            let aud: String
            let scope: String
        }
        let claims = try JSONDecoder().decode(Claims.self, from: number(parts[1]))
        #expect(
            claims
                == Claims(
                    iat: 1_768_478_400,
                    exp: 1_768_482_000,
                    iss: "takedown@proj.iam.gserviceaccount.com",
                    aud: "https://oauth2.googleapis.com/token",
                    scope: scope
                )
        )
        let signature = _RSA.Signing.RSASignature(rawRepresentation: number(parts[2]))
        let input = Data("\(parts[0]).\(parts[1])".utf8)
        #expect(try key().publicKey.isValidSignature(signature, for: input, padding: .insecurePKCS1v1_5))
    }

    @Test(
        arguments: [
            ("client_email", nil, GoogleServiceAccount.Flaw.missing("client_email")),
            ("private_key", nil, .missing("private_key")),
            ("private_key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", .key),
        ] as [(String, String?, GoogleServiceAccount.Flaw)]
    )
    func aFileThatIsNoneIsRefused(name: String, value: String?, flaw: GoogleServiceAccount.Flaw) throws {
        let bytes = try keyFile([name: value])
        #expect(throws: flaw) { try GoogleServiceAccount(keyFile: bytes) }
    }

    @Test func `no key is shown by anything that prints an account`() throws {
        let account = try GoogleServiceAccount(keyFile: keyFile())
        var dumped = ""
        dump(account, to: &dumped)
        #expect(!dumped.contains("PRIVATE KEY") && !"\(account)".contains("PRIVATE KEY"))
    }
}
