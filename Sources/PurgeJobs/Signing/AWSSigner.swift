import Crypto

/// Signature Version 4, in the header `Authorization`.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
package struct AWSSigner: RequestSigning {
    let credential: AWSCredential
    /// The bucket's region; CloudFront's is always `us-east-1`.
    let region: String
    /// `s3`, `cloudfront`.
    let service: String

    private static let algorithm = "AWS4-HMAC-SHA256"

    package init(_ credential: AWSCredential, region: String, service: String) {
        self.credential = credential
        self.region = region
        self.service = service
    }

    func signed(_ request: HTTPRequest, at now: Timestamp) throws(HTTPSyntaxError) -> HTTPRequest {
        let time = CivilTime(now)
        let digest = Hexadecimal.text(of: SHA256.hash(data: request.sentContent ?? []))
        var signed = request
        try signed.fields.append("X-Amz-Date", time.compact)
        // S3 wants it said, and signed.
        if service == "s3" { try signed.fields.append("x-amz-content-sha256", digest) }
        if let token = credential.sessionToken {
            try signed.fields.appendCredential("X-Amz-Security-Token", token)
        }
        let target = request.target.bytes.split(
            separator: UInt8(ascii: "?"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let canonical = AWSCanonicalRequest(
            method: request.method.rawValue,
            path: Array(target[0]),
            query: target.count == 2 ? Array(target[1]) : [],
            fields: [("host", Array(request.origin.authority.utf8))] + signed.fields.pairs,
            contentDigest: digest,
            paths: service == "s3" ? .verbatim : .folded
        )
        try signed.fields.appendCredential("Authorization", authorization(of: canonical, at: time))
        return signed
    }

    func authorization(of request: AWSCanonicalRequest, at time: CivilTime) -> Secret {
        let signature = Hexadecimal.text(
            of: mac(Array(stringToSign(request, at: time).utf8), signingKey(at: time))
        )
        return Secret(
            "\(Self.algorithm) Credential=\(credential.accessKey)/\(scope(at: time)), "
                + "SignedHeaders=\(request.signedNames), Signature=\(signature)"
        )
    }

    func stringToSign(_ request: AWSCanonicalRequest, at time: CivilTime) -> String {
        let digest = Hexadecimal.text(of: SHA256.hash(data: Array(request.text.utf8)))
        return [Self.algorithm, time.compact, scope(at: time), digest].joined(separator: "\n")
    }

    private func scope(at time: CivilTime) -> String { "\(time.date)/\(region)/\(service)/aws4_request" }

    private func signingKey(at time: CivilTime) -> [UInt8] {
        let secret = Array("AWS4\(credential.secretKey.reveal())".utf8)
        return [time.date, region, service, "aws4_request"].reduce(secret) { key, part in
            mac(Array(part.utf8), key)
        }
    }

    private func mac(_ text: [UInt8], _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: key)))
    }
}
