import Crypto
import Foundation

/// Akamai's EG1-HMAC-SHA256, in the header `Authorization`.
///
/// https://techdocs.akamai.com/developer/docs/edgegrid; what only the vendor's own clients tell is in its vectors: the secret is
/// used as it is printed, and of the methods only a POST has its content signed.
package struct EdgeGridSigner: RequestSigning {
    let credential: EdgeGridCredential
    /// A value that no other request has had; the vendor refuses one that comes again.
    let nonce: @Sendable () -> String

    private static let scheme = "EG1-HMAC-SHA256"

    package init(_ credential: EdgeGridCredential) {
        self.init(credential) { UUID().uuidString.lowercased() }
    }

    init(_ credential: EdgeGridCredential, nonce: @escaping @Sendable () -> String) {
        self.credential = credential
        self.nonce = nonce
    }

    func signed(_ request: HTTPRequest, at now: Timestamp) throws(HTTPSyntaxError) -> HTTPRequest {
        var signed = request
        let timestamp = CivilTime(now).edgeGrid
        let unsigned = unsignedField(at: timestamp, nonce: nonce())
        let signature = Self.mac(dataToSign(request, unsigned), Array(signingKey(at: timestamp).utf8))
        try signed.fields.appendCredential("Authorization", Secret("\(unsigned)signature=\(signature)"))
        return signed
    }

    /// Everything that is signed; the field itself, without its signature, comes last.
    func dataToSign(_ request: HTTPRequest, _ unsigned: String) -> String {
        [
            request.method.rawValue, request.origin.scheme.rawValue, credential.host,
            String(decoding: request.target.bytes, as: UTF8.self), signedFields(of: request),
            contentDigest(of: request), unsigned,
        ].joined(separator: "\t")
    }

    func unsignedField(at timestamp: String, nonce: String) -> String {
        "\(Self.scheme) client_token=\(credential.clientToken.reveal());"
            + "access_token=\(credential.accessToken.reveal());timestamp=\(timestamp);nonce=\(nonce);"
    }

    private func signingKey(at timestamp: String) -> String {
        Self.mac(timestamp, Array(credential.clientSecret.reveal().utf8))
    }

    private func signedFields(of request: HTTPRequest) -> String {
        let fields = request.fields.pairs
        return credential.signedFields.compactMap { name in
            let name = name.lowercased()
            return fields.first { $0.name.lowercased() == name }.map { field in
                let value = AWSCanonicalRequest.collapsed(field.value)
                return "\(name):\(String(decoding: value, as: UTF8.self))"
            }
        }.joined(separator: "\t")
    }

    private func contentDigest(of request: HTTPRequest) -> String {
        guard request.method == .post, let content = request.content, !content.isEmpty else { return "" }

        return Data(SHA256.hash(data: content.prefix(credential.contentLimit))).base64EncodedString()
    }

    private static func mac(_ text: String, _ key: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: key))
        return Data(code).base64EncodedString()
    }
}
