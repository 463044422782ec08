import Crypto
import Foundation

/// Names for what a report may not show: the same for the same bytes, and meaningless without the ledger's key (R20).
package struct KeyedHash: Sendable {
    private let key: SymmetricKey

    init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

    /// 64 bits of HMAC-SHA-256 as hexadecimal digits.
    package func of(_ bytes: some Sequence<UInt8>) -> String {
        Hexadecimal.text(of: HMAC<SHA256>.authenticationCode(for: Array(bytes), using: key).prefix(8))
    }
}
