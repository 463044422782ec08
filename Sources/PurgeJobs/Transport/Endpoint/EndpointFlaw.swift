/// What is wrong with the description of an HTTP endpoint: one that revokes, one that purges, a store's.
///
/// The text goes on after what was written, such as "is no URL".
enum EndpointFlaw: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither URL nor body has `{id}`: one request would be everybody's.
    case namesNoClip
    /// A request that names no link, or one without its query, would be about another, or about all (R7).
    case namesNoLink
    /// Neither URL nor headers nor body have `{key}`: one request would be every object's (R7).
    case namesNoObject
    case template(Template.Flaw)
    case unknownHole(String)
    /// A hole in the host would let a clip choose who is asked (R13).
    case holeInHost
    /// Spaces, control characters or bytes beyond ASCII.
    case invisible
    case url(HTTPSyntaxError)
    /// A `%` without two digits after it, which would take those of the id.
    case brokenEncoding
    /// The path has an empty, `.` or `..` part.
    case path
    /// The content type is none, or has a parameter other than UTF-8's.
    case contentType
    case notJSON
    /// In the path, `{query}` begins the query: it stands last, behind `{path}`.
    case queryInPath
    /// A hole stands where no escaping can keep its value in its place.
    case holeOutsideString
    /// Nobody knows how to escape in a body of that type.
    case unescapable

    var description: String {
        switch self {
        case .namesNoClip: "names no clip: '{id}' is neither in it nor in the body"
        case .namesNoLink:
            "does not name the link: '{url}', or '{path}' with '{query}', is nowhere in the request"
        case .namesNoObject: "names no object: '{key}' is nowhere in the request"
        case .template(let flaw): "is no template: \(flaw)"
        case .unknownHole(let name):
            "has the hole '{\(VisibleText.of(name, limit: 64))}', which nothing fills"
        case .holeInHost: "has a hole in its host"
        case .invisible: "has spaces, control characters or letters beyond ASCII"
        case .url(let error): "is no URL: \(error)"
        case .brokenEncoding: "has a '%' without two hexadecimal digits"
        case .path: "has an empty part, '.' or '..' in its path"
        case .contentType: "is no content type in UTF-8"
        case .notJSON: "is no JSON"
        case .queryInPath: "has '{query}' in its path, elsewhere than last behind '{path}'"
        case .holeOutsideString: "has a hole outside a string"
        case .unescapable: "has a hole, and in a body of this type none can be escaped"
        }
    }
}
