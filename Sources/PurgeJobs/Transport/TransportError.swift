internal import CCurl

/// Says why a request has no response, and whether the server may have seen it.
struct TransportError: Error, Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// The request contradicts itself.
        case malformed(HTTPSyntaxError)
        /// The host, or its port, is not in the site file.
        case unlisted
        /// The named field carries a credential, and this client is the probe's.
        case credentialed(field: String)
        /// Every address of the host was refused by the address policy; this is one of them.
        case vetoed(IPAddress)
        /// The host has no address.
        case unresolved
        /// No connection came about.
        case unreachable
        /// The certificate is not trusted, or the file of authorities cannot be read.
        case untrusted
        /// TLS failed before the certificate could be judged.
        case handshake
        case headerTooLarge
        /// A kept connection closed before the answer, and the request may not be sent twice.
        case unanswered
        /// The connection was reset, or the answer cut short or garbled; libcurl's code.
        case broken(UInt32)
        case deadline
        case cancelled
        /// The host asked to be left alone beyond the request's deadline, for so long.
        case paused(Duration)
        /// Any other failure, by libcurl's code.
        case other(UInt32)
    }

    let kind: Kind
    let host: String
    /// False means that no byte of the request left.
    ///
    /// True means that the server may have acted on it.
    let wasSent: Bool
    /// The status, if a final one came before the failure: a 200 that breaks off still says "exists".
    let status: Int?

    init(_ kind: Kind, host: String, wasSent: Bool = false, status: Int? = nil) {
        self.kind = kind
        self.host = host
        self.wasSent = wasSent
        self.status = status
    }
}

extension TransportError: CustomStringConvertible {
    var description: String {
        let sent = wasSent ? "the request had left, its effect is unknown" : "nothing was sent"
        return "\(summary); \(sent). \(advice)"
    }

    /// Host and cause alone, for a request that has no effect.
    var summary: String { "\(host): \(cause)\(status.map { ", after status \($0)" } ?? "")" }

    private var cause: String {
        switch kind {
        case .malformed(let error): "\(error)"
        case .unlisted: "this host or port is not in the site file"
        case .credentialed(let field): "probes may not carry the credential in field \(field)"
        case .vetoed(let address): "\(address) is not an address of the public internet"
        case .unresolved: "the name has no address"
        case .unreachable: "no connection"
        case .untrusted: "the certificate is not trusted"
        case .handshake: "the TLS handshake failed"
        case .headerTooLarge: "the response's header is too large"
        case .unanswered: "the kept connection closed before an answer"
        case .broken(let code), .other(let code): Self.words(code)
        case .deadline: "no answer by the deadline"
        case .cancelled: "cancelled"
        case .paused(let time): "the host asked for a pause of \(time)"
        }
    }

    private var advice: String {
        switch kind {
        case .malformed: "Correct the link or the configuration it comes from."
        case .unlisted: "Add it to the site file if it is yours."
        case .credentialed: "Send it through the control client."
        case .vetoed: "If it is meant, write the address in the site file for this host."
        case .unresolved: "Check the name and the resolver."
        case .unreachable: "Check that the server runs and that no firewall is in between."
        case .untrusted: "Check the certificate's names and dates, or the site's file of authorities."
        case .handshake: "The server may offer nothing newer than TLS 1.1."
        case .headerTooLarge: "Look at what answers there."
        case .unanswered, .broken, .deadline, .other:
            wasSent ? "Read the target, then try again." : "Try again."
        case .cancelled: "Resume the run."
        case .paused: "Try again after that."
        }
    }

    private static func words(_ code: UInt32) -> String {
        unsafe "\(String(cString: curl_easy_strerror(CURLcode(rawValue: code)))) (libcurl \(code))"
    }
}
