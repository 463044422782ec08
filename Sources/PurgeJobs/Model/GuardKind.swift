/// The guards, named as the keys of a job file that set them.
package enum GuardKind: String, CaseIterable, Sendable {
    case items
    case share
    case perEntry
    case perChannel
    case perCreator
    case listGrowth
    case inventoryEmpty
    case inventoryShrink
    case freshness
    case listShrink
    case maxAge
    case notFound

    /// Which of the two mistakes it guards against.
    package enum Side: String, CaseIterable, Sendable {
        /// Innocent clips would be taken down in bulk.
        case tooMuch
        /// Abusive clips would be overlooked in bulk.
        case tooLittle
    }

    package var side: Side {
        switch self {
        case .items, .share, .perEntry, .perChannel, .perCreator, .listGrowth: .tooMuch
        case .inventoryEmpty, .inventoryShrink, .freshness, .listShrink, .maxAge, .notFound: .tooLittle
        }
    }
}
