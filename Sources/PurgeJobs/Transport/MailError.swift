private import CCurl

/// Why a server did not take a mail; no address of a person and no secret is in it.
enum MailError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Its address is none of the public internet, and not the one that is written.
    case vetoed(IPAddress)
    /// It answered so.
    case refused(status: Int)
    /// libcurl's code: no connection, an untrusted certificate, no TLS where it is asked for, no answer in time.
    case failed(UInt32)

    var description: String {
        switch self {
        case .vetoed(let address):
            "\(address) is not an address of the public internet; if it is meant, write `address`"
        case .refused(let status): "the mail server answered \(status)"
        case .failed(let code):
            unsafe "\(String(cString: curl_easy_strerror(CURLcode(rawValue: code)))) (libcurl \(code))"
        }
    }
}
