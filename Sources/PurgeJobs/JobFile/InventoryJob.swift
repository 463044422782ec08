/// One inventory of a job, not opened.
struct InventoryJob: Sendable {
    static let standardBadRowShare = 0.001

    private(set) var kind: InventoryKind
    /// The run stops when more than this share of the rows is bad.
    let badRowShare: Double
    /// How old its files may be when a plan is sealed; nil for any age.
    var freshness: Duration?

    /// The fields that it reads; nil where it has no rows.
    var fields: InventoryFields? {
        switch kind {
        case .jsonLines(let settings), .csv(let settings): settings.fields
        case .sqlite(let settings): settings.fields
        case .named: nil
        }
    }

    init(kind: InventoryKind, badRowShare: Double, freshness: Duration? = nil) {
        self.kind = kind
        self.badRowShare = badRowShare
        self.freshness = freshness
    }

    /// The same inventory for a job with rules: the standard's further fields are read as well.
    func forRules() -> Self {
        var copy = self
        switch kind {
        case .jsonLines(var settings) where settings.fields == .standard:
            settings.fields = .standardForRules
            copy.kind = .jsonLines(settings)
        case .csv(var settings) where settings.fields == .standard:
            settings.fields = .standardForRules
            copy.kind = .csv(settings)
        case .sqlite(var settings) where settings.fields == .standard:
            settings.fields = .standardForRules
            copy.kind = .sqlite(settings)
        case .jsonLines, .csv, .sqlite, .named: break
        }
        return copy
    }
}
