/// How an API says where its next page begins.
package enum InventoryPaging: Hashable, Sendable {
    /// Each page holds a cursor or token, which the next request carries as a parameter: Twitch's `pagination.cursor` and `after`,
    /// Google's `nextPageToken` and `pageToken` (https://google.aip.dev/158). An empty one, null or none is the end.
    case token(field: String, parameter: String)
    /// The next request counts rows from the first. The end is a page without rows, or the total that every page says.
    ///
    /// A page with fewer rows than were asked for is no end: servers cap what they are asked for.
    case offset(parameter: String, total: String?)
    /// The answer's header names the next page (RFC 8288, `rel="next"`), at the same scheme, host and port (R13).
    case link
    /// There is one page, which holds everything.
    case none
}
