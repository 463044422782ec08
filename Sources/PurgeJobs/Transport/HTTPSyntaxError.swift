/// Says why some text is no part of an HTTP request that may be sent.
///
/// It carries no target and no value: those may be a link that must not be shown, or a secret.
enum HTTPSyntaxError: Error, Hashable, Sendable {
    /// Neither `http://` nor `https://`.
    case scheme
    /// A user name or password before the host.
    case userInfo
    /// A fragment, which no server ever sees.
    case fragment
    /// No host name, IPv4 address in four decimal parts, or IPv6 address in brackets.
    case host
    case port
    /// The target does not begin with `/`.
    case relativeTarget
    /// A byte that may not stand in a target: a control byte, a space or DEL.
    case targetByte(UInt8, offset: Int)
    /// A `*`, which a server may read as any number of things.
    case wildcard
    /// A `..`, plain or encoded, with which a path could be read as that of something else.
    case climbingPath
    /// The front page, where a cache takes all that begins with a path.
    case wholeHost
    /// A `//`, or a `%` without two digits: a cache that is told of such a link by name takes no notice of it.
    case unnameable
    case fieldName(String)
    /// The field decides how a message is framed or where it goes, which is libcurl's to say.
    case reservedField(String)
    /// A control byte, or white space at an end, in the value of the named field.
    case fieldValue(String)
    case range
    /// A request that carries content asks for no byte range: libcurl would leave the range out.
    case rangeWithContent
    /// GET and HEAD carry no content here.
    case content
}

extension HTTPSyntaxError: CustomStringConvertible {
    var description: String {
        switch self {
        case .scheme: "the URL must begin with http:// or https://"
        case .userInfo: "the URL has a user name or password; take it out and configure a secret instead"
        case .fragment: "the URL has a fragment (#…), which is never sent; take it out"
        case .host: "the host is no name, no dotted IPv4 address and no IPv6 address in brackets"
        case .port: "the port must be a number from 1 to 65535"
        case .relativeTarget: "the target must begin with /"
        case .targetByte(let byte, let offset):
            "byte \(byte) at offset \(offset) of the target may not be sent; percent-encode it"
        case .wildcard: "the URL has a '*', which could be read as many links"
        case .climbingPath: "the path has a '..', with which it could be read as another one"
        case .wholeHost: "the link is its host's front page, with which the cache could forget the whole host"
        case .unnameable:
            "the path has a '//' or a broken percent-encoding, and the cache takes no such link by name"
        case .fieldName(let name): "\(name.debugDescription) is no header field name"
        case .reservedField(let name): "header field \(name) is set by the transport itself"
        case .fieldValue(let name):
            "the value of header field \(name) has a control byte, or white space at an end"
        case .range: "a byte range must not end before it begins"
        case .rangeWithContent: "a request that carries content cannot ask for a byte range"
        case .content: "a GET or HEAD request carries no content"
        }
    }
}
