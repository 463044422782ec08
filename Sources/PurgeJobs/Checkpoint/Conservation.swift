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
    /// Dark behind deny lists alone, which is no proof: what the caches hold was not seen.
    package let blocked: Int
    package let lit: Int
    package let unknown: Int
    /// Went through every stage without becoming dark.
    package let failed: Int
    package let setAside: Int
    package let pending: Int
    /// Of those that are acted on: named by a person, and with something that could not be addressed.
    package var unaddressed = 0
    /// Of those set aside: lit when last looked at.
    package var litAside = 0
    /// Of those not found: rules that only show clips to people, which promise nothing.
    package var unmetReviews = 0

    /// Whether every sum adds up; false means that the ledger or the program is wrong.
    package var holds: Bool {
        reported == matched + notFound + malformed + withdrawn
            && clips == acted + exempt + alreadyDown
            && acted == dark + blocked + lit + unknown + failed + setAside + pending
    }

    /// Whether every reported entry ended in a clip that is dark, exempt by a person, or was down before.
    package var isAllDark: Bool {
        notFound == unmetReviews && malformed == 0 && dark == acted && clips > 0 && unaddressed == 0
    }

    /// Whether everything that a run was to bring back is lit again.
    package var isAllLit: Bool { lit == acted && acted == clips && clips > 0 && unaddressed == 0 }

    /// Whether all that a run can bring back is lit again; what is set aside, a person has to bring.
    package var isBack: Bool { dark + blocked + unknown + pending == 0 && clips > 0 }

    /// What a run still works on, or waits for.
    package var unsettled: Int { blocked + lit + unknown + pending }

    /// Whether nothing can be seen any more, though deny lists alone keep some of it dark: the clock has stopped.
    package var isClockStopped: Bool { blocked > 0 && lit + unknown + pending == 0 }
}
