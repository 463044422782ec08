private import Crypto
private import Foundation

/// Signs links of a family freshly, as the platform does when it gives them out.
///
/// The signature is no credential: the key stays here, and what travels is a link as anybody may be given one (R13).
struct LinkSigner: Sendable {
    let mint: LinkMint
    private let key: Secret

    init(_ mint: LinkMint, key: Secret) {
        self.mint = mint
        self.key = key
    }

    /// The link with a new signature in place of any that it has; nil where it would become too long.
    func signed(_ url: LinkURL, at now: Timestamp) -> LinkURL? {
        let (base, query) = Self.halves(url.bytes[...])
        let seconds = now.advanced(by: mint.lifetime).microseconds / 1_000_000
        let path = Self.path(of: base)
        let values: [String: [UInt8]] = [
            "path": Array(path),
            "uri": Self.decoded(path),
            "expires": Array("\(seconds)".utf8),
            "key": Array(key.reveal().utf8),
        ]
        guard let message = mint.message.expanded(values, encoding: .raw) else { return nil }

        let mine = [mint.signature, mint.expires].map { Array("\($0)=".utf8) }
        let kept = query.split(separator: UInt8(ascii: "&")).filter { part in
            !mine.contains { part.starts(with: $0) }
        }
        let added = "\(mint.signature)=\(signature(of: message))&\(mint.expires)=\(seconds)"
        let parts = kept.map { Array($0) } + [Array(added.utf8)]
        return LinkURL(
            Array(base) + [UInt8(ascii: "?")] + Array(parts.joined(separator: [UInt8(ascii: "&")]))
        )
    }

    private func signature(of message: [UInt8]) -> String {
        switch mint.form {
        case .hmacSHA256:
            let key = SymmetricKey(data: Array(key.reveal().utf8))
            return Hexadecimal.text(of: Array(HMAC<SHA256>.authenticationCode(for: message, using: key)))
        case .secureLinkMD5:
            let text = Data(Insecure.MD5.hash(data: message)).base64EncodedString()
            return text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
    }

    private static func halves(_ url: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
        guard let mark = url.firstIndex(of: UInt8(ascii: "?")) else { return (url, []) }

        return (url[..<mark], url[(mark + 1)...])
    }

    private static func path(of base: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let slashes = base.indices.filter { base[$0] == UInt8(ascii: "/") }
        return slashes.count > 2 ? base[slashes[2]...] : []
    }

    /// The bytes that percent-encoded ones stand for; what is no encoding stays.
    private static func decoded(_ path: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = path
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = Hexadecimal.bytes(of: rest.prefix(2)), code.count == 1 {
                bytes += code
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
