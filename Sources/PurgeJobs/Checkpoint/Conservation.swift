/// The sums that must add up in every report, each term counted by its own query (R11).
package struct Conservation: Hashable, Sendable {
    package let reported: Int
    package let matched: Int
    package let notFound: Int
    package let malformed: Int
    package let withdrawn: Int
    /// Clips that matched.
    package let clips: Int
    /// Clips that the plan acts on, whatever became of them.
    package let acted: Int
    package let exempt: Int
    package let alreadyDown: Int
    package let dark: Int
    package let lit: Int
    package let unknown: Int
    /// Went through every stage without becoming dark.
    package let failed: Int
    package let setAside: Int
    package let pending: Int
    /// Of those that are acted on: named by a person, and with something that could not be addressed.
    package var unaddressed = 0

    /// Whether every sum adds up; false means that the ledger or the program is wrong.
    package var holds: Bool {
        reported == matched + notFound + malformed + withdrawn
            && clips == acted + exempt + alreadyDown
            && acted == dark + lit + unknown + failed + setAside + pending
    }

    /// Whether every reported entry ended in a clip that is dark, exempt by a person, or was down before.
    package var isAllDark: Bool {
        notFound == 0 && malformed == 0 && dark == acted && clips > 0 && unaddressed == 0
    }
}
