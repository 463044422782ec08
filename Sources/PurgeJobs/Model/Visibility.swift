/// Whether a link, or a whole item, can be seen.
package enum Visibility: String, CaseIterable, Sendable {
    case dark
    case lit
    case unknown
}
