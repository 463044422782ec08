private import Crypto
private import Foundation

/// The signature of a webhook's body, by which its receiver knows that it is ours, whole and fresh.
///
/// HMAC-SHA256 over id, timestamp and body, as the Standard Webhooks write it down:
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
enum WebhookSignature {
    private static let prefix = "whsec_"

    /// The value of `webhook-signature`, for a time in seconds since 1970.
    ///
    /// A secret that begins with `whsec_` is base64 after that; any other is taken as its bytes.
    ///
    /// - Throws: `NoticeFlaw.badKey`.
    static func of(_ body: [UInt8], id: String, at seconds: Int64, key: Secret) throws(NoticeFlaw) -> String {
        let message = Array("\(id).\(seconds).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: message, using: try self.key(key))
        return "v1,\(Data(code).base64EncodedString())"
    }

    private static func key(_ secret: Secret) throws(NoticeFlaw) -> SymmetricKey {
        let text = secret.reveal()
        guard text.hasPrefix(prefix) else { return SymmetricKey(data: Array(text.utf8)) }
        guard let bytes = Data(base64Encoded: String(text.dropFirst(prefix.count))), !bytes.isEmpty else {
            throw .badKey
        }

        return SymmetricKey(data: bytes)
    }
}
