import CryptoExtras
import Foundation

/// A JSON web token by RS256 (RFC 7515, RFC 7518 section 3.3).
enum JSONWebToken {
    /// Header and claims are signed as the bytes that they are.
    static func signed(
        header: [UInt8],
        claims: [UInt8],
        by key: _RSA.Signing.PrivateKey
    ) throws(GoogleServiceAccount.Flaw) -> Secret {
        let input = "\(encoded(header)).\(encoded(claims))"
        do {
            let signature = try key.signature(for: Data(input.utf8), padding: .insecurePKCS1v1_5)
            return Secret("\(input).\(encoded(Array(signature.rawRepresentation)))")
        } catch {
            throw .key
        }
    }

    /// Base64 for URLs, without padding.
    private static func encoded(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
