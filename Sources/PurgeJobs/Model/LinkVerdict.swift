/// What one probe, or a settled series of them, says of a link at an edge (R5).
package enum LinkVerdict: Hashable, Sendable {
    case dark(Darkness)
    case lit(Light)
    case unknown(Doubt)

    package enum Darkness: String, CaseIterable, Sendable {
        /// The edge says that there is nothing.
        case gone
        /// A deny list refuses the link: it stops the clock and is no proof. What the cache holds was not seen.
        case blocked
        /// A deny list refuses the link, and the cache behind it still holds a copy.
        case blockedCopy
    }

    package enum Light: String, CaseIterable, Sendable {
        /// A success, a partial one, or "not modified".
        case served
        /// The range was not satisfiable: there is an object to have ranges.
        case rangeRefused
        /// A success whose body broke off: the object exists.
        case cutShort
        /// Served, and older than the last purge at that node: a copy there, or in a tier behind it, outlived the purge.
        case survivor
        /// Served, and younger than the last purge at that node: something filled the cache anew.
        case refilled
        /// Served by an edge that serves a clip which never existed as well.
        case servesAnything
    }

    package enum Doubt: String, CaseIterable, Sendable {
        case throttled
        case serverError
        case timedOut
        case unreachable
        case untrusted
        /// A redirect that no rule declares.
        case redirected
        /// A redirect that no rule declares, to a URL of the platform's own that answers lit.
        case redirectedToLit
        /// 401 or 403 where the site does not declare it as dark: a firewall looks the same.
        case refused
        case unexpectedStatus
        /// The answer was dark, but no control of the same family, host and edge was lit in the same round, or no
        /// store ever held the object (R17).
        case unproven
        /// The answer was dark, but the edge serves a clip that never existed: its lit controls say nothing.
        case servesAnything
        /// The answer was dark, but the edge keeps copies apart by a request header that the site does not name for the
        /// family, and forgets one copy at a time.
        case undeclaredVariants
        /// The family's links work only freshly signed, and none could be signed.
        case unsigned
        /// Never probed.
        case unseen
    }

    /// `dark`, `lit` or `unknown`.
    package var visibility: Visibility {
        switch self {
        case .dark: .dark
        case .lit: .lit
        case .unknown: .unknown
        }
    }

    /// The reason within it, as the ledger and the reports name it.
    package var reason: String {
        switch self {
        case .dark(let darkness): darkness.rawValue
        case .lit(let light): light.rawValue
        case .unknown(let doubt): doubt.rawValue
        }
    }

    /// Reads what `visibility` and `reason` wrote; nil for any other pair.
    package init?(visibility: String, reason: String) {
        switch Visibility(rawValue: visibility) {
        case .dark: self = .dark(Darkness(rawValue: reason) ?? .gone)
        case .lit: self = .lit(Light(rawValue: reason) ?? .served)
        case .unknown: self = .unknown(Doubt(rawValue: reason) ?? .unseen)
        case nil: return nil
        }
    }
}
