import Crypto
import Foundation

/// Azure Storage's SharedKey, in the header `Authorization`, for the versions of the service since 2015-02-21.
///
/// https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
package struct AzureSharedKeySigner: RequestSigning {
    let account: String
    private let key: Secret

    /// The fields that are signed by their place, not by their name.
    private static let places = [
        "content-encoding", "content-language", "content-length", "content-md5", "content-type", "date",
        "if-modified-since", "if-match", "if-none-match", "if-unmodified-since", "range",
    ]

    /// Takes the key as the portal shows it, in base64; nil for anything else.
    package init?(account: String, key: Secret) {
        guard Data(base64Encoded: key.reveal()) != nil else { return nil }

        self.account = account
        self.key = key
    }

    /// Adds `x-ms-date`, unless the request has it, and the signature.
    func signed(_ request: HTTPRequest, at now: Timestamp) throws(HTTPSyntaxError) -> HTTPRequest {
        var signed = request
        if !request.fields.contains("x-ms-date") {
            try signed.fields.append("x-ms-date", HTTPDate(seconds: Int(now.microseconds / 1_000_000)).text)
        }
        // The key was base64 when it was taken.
        let key = SymmetricKey(data: Data(base64Encoded: key.reveal()) ?? Data())
        let code = HMAC<SHA256>.authenticationCode(for: Data(stringToSign(signed).utf8), using: key)
        let text = "SharedKey \(account):\(Data(code).base64EncodedString())"
        try signed.fields.appendCredential("Authorization", Secret(text))
        return signed
    }

    func stringToSign(_ request: HTTPRequest) -> String {
        let fields = request.fields.pairs.map { field in
            (name: field.name.lowercased(), value: String(decoding: field.value, as: UTF8.self))
        }
        let length = request.sentContent?.count ?? 0
        let placed = Self.places.map { place in
            // An empty content's length is signed as no text at all.
            place == "content-length"
                ? (length > 0 ? "\(length)" : "") : fields.first { $0.name == place }?.value ?? ""
        }
        let own = fields.filter { $0.name.hasPrefix("x-ms-") }.sorted { $0.name < $1.name }
            .map { "\($0.name):\($0.value)" }
        return ([request.method.rawValue] + placed + own).joined(separator: "\n") + "\n"
            + resource(of: request)
    }

    /// The account, the path as it is on the wire, and every parameter, decoded, by name.
    private func resource(of request: HTTPRequest) -> String {
        let target = request.target.bytes.split(
            separator: UInt8(ascii: "?"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        var values: [String: [String]] = [:]
        for pair in (target.count == 2 ? target[1] : []).split(separator: UInt8(ascii: "&")) {
            let halves = pair.split(
                separator: UInt8(ascii: "="),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            let name = Self.text(halves[0]).lowercased()
            values[name, default: []].append(halves.count == 2 ? Self.text(halves[1]) : "")
        }
        let lines = values.sorted { $0.key < $1.key }.map {
            "\n\($0.key):\($0.value.sorted().joined(separator: ","))"
        }
        return "/\(account)" + String(decoding: target[0], as: UTF8.self) + lines.joined()
    }

    private static func text(_ part: ArraySlice<UInt8>) -> String {
        String(decoding: PercentEncoding.decoded(part) ?? Array(part), as: UTF8.self)
    }
}
