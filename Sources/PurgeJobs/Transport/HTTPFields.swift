/// The header fields of a request, each checked when it is added.
///
/// No value can end its line and begin another (RFC 9110 section 5.5), and no field can change how the
/// message is framed or which host it goes to. Fields that carry a credential are marked: the probe's client
/// refuses them, and they are never printed.
struct HTTPFields: Sendable {
    /// Each line as libcurl takes it, with a zero byte at the end.
    private(set) var lines: [[UInt8]] = []
    /// The first field with a credential.
    private(set) var credential: String?
    private(set) var names: [String] = []

    init() {}

    /// Adds a field after the others.
    ///
    /// A field whose name speaks of a credential (Authorization, Cookie, anything with a token or key) is
    /// marked as one. Throws if the name is no token, belongs to the transport, or the value has control bytes.
    mutating func append(_ name: String, _ value: some Collection<UInt8>) throws(HTTPSyntaxError) {
        try append(name, value, isCredential: Self.namesCredential(name))
    }

    /// Adds a field after the others, its value the text's UTF-8 bytes; throws as the other form does.
    mutating func append(_ name: String, _ value: String) throws(HTTPSyntaxError) {
        try append(name, value.utf8)
    }

    /// Adds a field whose value is a secret, whatever the field's name; throws as `append` does.
    mutating func appendCredential(_ name: String, _ value: Secret) throws(HTTPSyntaxError) {
        try append(name, value.reveal().utf8, isCredential: true)
    }

    /// Every field by name and value, in order, for what signs them; a value may be a secret.
    var pairs: [(name: String, value: [UInt8])] {
        lines.map { line in
            let name = line.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }
            let value = line.dropFirst(name.count + 2).dropLast()
            return (String(decoding: name, as: UTF8.self), Array(value))
        }
    }

    /// Whether there is a field of that name, in any case.
    func contains(_ name: String) -> Bool { names.contains(name.lowercased()) }

    private mutating func append(
        _ name: String,
        _ value: some Collection<UInt8>,
        isCredential: Bool
    ) throws(HTTPSyntaxError) {
        let lowered = name.lowercased()
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else { throw .fieldName(name) }
        guard !Self.reserved.contains(lowered) else { throw .reservedField(name) }
        guard Self.isValue(value) else { throw .fieldValue(name) }
        // libcurl sends an empty field only if it is written with a semicolon.
        let line = Array(name.utf8) + (value.isEmpty ? Array(";".utf8) : Array(": ".utf8) + Array(value))
        lines.append(line + [0])
        names.append(lowered)
        if isCredential, credential == nil { credential = name }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    private static func isValue(_ bytes: some Collection<UInt8>) -> Bool {
        var last: UInt8 = 0
        for byte in bytes {
            guard byte >= 32 && byte != 127 || byte == 9 else { return false }
            last = byte
        }
        guard let first = bytes.first else { return true }
        return first > 32 && last > 32
    }

    /// Whether a field of that name carries a credential, as far as names tell.
    static func namesCredential(_ name: String) -> Bool {
        let lowered = name.lowercased()
        return credentialWords.contains { lowered.contains($0) }
    }

    private static let credentialWords = [
        "auth", "cookie", "token", "secret", "password", "credential", "session", "api-key", "apikey",
        "access-key", "accesskey", "fastly-key", "subscription-key", "signature",
    ]
    private static let reserved: Set = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection", "te",
        "trailer", "upgrade", "expect", "range", "http2-settings",
    ]
}

extension HTTPFields: Hashable {
    static func == (left: Self, right: Self) -> Bool { left.lines == right.lines }

    func hash(into hasher: inout Hasher) { hasher.combine(lines) }
}

extension HTTPFields: CustomStringConvertible {
    /// Names only: a value may be a secret, or attacker-chosen text.
    var description: String { names.joined(separator: ", ") }
}

extension HTTPFields: CustomReflectable {
    /// Keeps `dump` and debug printing from showing a value.
    var customMirror: Mirror { Mirror(self, children: ["names": names]) }
}
