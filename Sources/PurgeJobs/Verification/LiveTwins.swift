/// The families and hosts of which a control answered lit in one round at one edge.
///
/// A mistyped link family, a wrong host or an edge that answers everybody with 404 must not look like success: dark
/// needs a live twin (R17).
struct LiveTwins: Sendable {
    private struct Group: Hashable {
        let family: String
        let host: String
    }

    private var lit: Set<Group> = []

    /// Notes what a control answered.
    mutating func note(_ control: Link, _ verdict: LinkVerdict) {
        if verdict.visibility == .lit { lit.insert(Group(family: control.family, host: control.host)) }
    }

    /// Whether a control of that family and host was lit already, so that no other need be asked.
    func contains(family: String, host: String) -> Bool { lit.contains(Group(family: family, host: host)) }

    /// The verdict of a link, with what the controls and the store say of it.
    func proven(_ verdict: LinkVerdict, family: String, host: String, isProven: Bool) -> LinkVerdict {
        guard verdict.visibility == .dark else { return verdict }

        return isProven && contains(family: family, host: host) ? verdict : .unknown(.unproven)
    }
}
