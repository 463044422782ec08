import CryptoExtras
import Foundation

/// A service account of Google Cloud, as its key file has it, and the assertion by which it asks for an access token.
///
/// https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
package struct GoogleServiceAccount: Sendable {
    package enum Flaw: Error, Hashable, Sendable {
        /// No JSON, or not of a service account: this is missing.
        case missing(String)
        /// The private key is no RSA key in PEM.
        case key
    }

    private struct KeyFile: Decodable {
        let clientEmail: String?
        let privateKey: String?
        let privateKeyId: String?
        let tokenUri: String?
    }

    private struct Header: Encodable {
        let alg = "RS256"
        let kid: String?
        let typ = "JWT"
    }

    private struct Claims: Encodable {
        let aud: String
        let exp: Int64
        let iat: Int64
        let iss: String
        let scope: String
    }

    package let email: String
    /// Where the token is asked for.
    package let tokenURL: String
    private let keyID: String?
    private let key: Secret

    /// The longest life that Google gives an assertion.
    private static let life = Duration.seconds(3600)

    /// Reads a key file's bytes.
    package init(keyFile bytes: [UInt8]) throws(Flaw) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        // What is no JSON has none of the names.
        guard let file = try? decoder.decode(KeyFile.self, from: Data(bytes)) else {
            throw .missing("a JSON object")
        }
        guard let email = file.clientEmail else { throw .missing("client_email") }
        guard let pem = file.privateKey else { throw .missing("private_key") }

        self.email = email
        tokenURL = file.tokenUri ?? "https://oauth2.googleapis.com/token"
        keyID = file.privateKeyId
        key = Secret(pem)
        // Read here, so that a key which is none is said with its file, not at the first purge.
        _ = try Self.privateKey(key)
    }

    /// The JSON web token that is sent as `assertion`, good for an hour.
    package func assertion(scope: String, at now: Timestamp) throws(Flaw) -> Secret {
        let seconds = now.microseconds / 1_000_000
        let claims = Claims(
            aud: tokenURL,
            exp: seconds + Self.life.components.seconds,
            iat: seconds,
            iss: email,
            scope: scope
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Text and numbers can always be encoded.
        guard let header = try? encoder.encode(Header(kid: keyID)), let body = try? encoder.encode(claims)
        else {
            throw .missing("what can be encoded")
        }

        return try JSONWebToken.signed(header: Array(header), claims: Array(body), by: Self.privateKey(key))
    }

    private static func privateKey(_ pem: Secret) throws(Flaw) -> _RSA.Signing.PrivateKey {
        do {
            return try _RSA.Signing.PrivateKey(pemRepresentation: pem.reveal())
        } catch {
            throw .key
        }
    }
}
