/// What a check tried, how that went, and what to do about it.
package struct CheckFinding: Sendable {
    /// The parts of the page, in its order.
    package enum Section: String, CaseIterable, Sendable {
        case site
        case families
        case stores
        case caches
        case edges
        case revokers
        case lists
        case inventories
        case notifications
        /// What people hold back.
        case state
        case rehearsal
    }

    package enum Level: String, Sendable {
        /// It works, as far as that can be told without an effect.
        case good
        /// Allowed, and worth a second look.
        case warning
        /// It has to be mended before a run.
        case bad
    }

    package let section: Section
    package let subject: String
    package let level: Level
    /// What was seen, or what is wrong.
    package let detail: String
    /// What to do next, where there is something to do.
    package let next: String?
    /// Of a family: who does what for its links.
    package var coverage: FamilyCoverage?

    package var isGood: Bool { level != .bad }

    static func good(_ section: Section, _ subject: String, _ detail: String) -> Self {
        Self(section: section, subject: subject, level: .good, detail: detail, next: nil)
    }

    static func warning(_ section: Section, _ subject: String, _ detail: String, next: String? = nil) -> Self
    {
        Self(section: section, subject: subject, level: .warning, detail: detail, next: next)
    }

    static func bad(_ section: Section, _ subject: String, _ detail: String, next: String) -> Self {
        Self(section: section, subject: subject, level: .bad, detail: detail, next: next)
    }
}
