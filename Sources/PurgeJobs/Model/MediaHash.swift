/// A cryptographic hash of a clip's bytes, as an inventory or a list carries it.
package struct MediaHash: Hashable, Sendable, CustomStringConvertible {
    package enum Algorithm: String, CaseIterable, Sendable {
        case md5
        case sha1
        case sha256

        /// The length of a value in bytes.
        package var length: Int {
            switch self {
            case .md5: 16
            case .sha1: 20
            case .sha256: 32
            }
        }
    }

    package let algorithm: Algorithm
    package let bytes: [UInt8]

    /// Takes hexadecimal digits of either case and of just the algorithm's length; nil otherwise.
    package init?(_ algorithm: Algorithm, hex: some Collection<UInt8>) {
        guard let bytes = Hexadecimal.bytes(of: hex), bytes.count == algorithm.length else { return nil }

        self.algorithm = algorithm
        self.bytes = bytes
    }

    package var description: String { "\(algorithm.rawValue):\(Hexadecimal.text(of: bytes))" }
}
