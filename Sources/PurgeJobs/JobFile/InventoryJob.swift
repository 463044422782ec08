/// One inventory of a job, not opened.
struct InventoryJob: Sendable {
    static let standardBadRowShare = 0.001

    private(set) var kind: InventoryKind
    /// The run stops when more than this share of the rows is bad.
    let badRowShare: Double
    /// How old its files may be when a plan is sealed; nil for any age.
    var freshness: Duration?

    /// Whether it is the clips that the job's lists name.
    var isNamed: Bool { if case .named = kind { true } else { false } }

    /// The fields that it reads; nil where it has no rows.
    var fields: InventoryFields? {
        switch kind {
        case .files(_, let settings): settings.fields
        case .sqlite(let settings): settings.fields
        case .http(let settings): settings.fields
        case .directory, .named: nil
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
        case .files(let format, var settings) where settings.fields == .standard:
            settings.fields = .standardForRules
            copy.kind = .files(format, settings)
        case .sqlite(var settings) where settings.fields == .standard:
            settings.fields = .standardForRules
            copy.kind = .sqlite(settings)
        case .http(var settings) where settings.fields == .standard:
            settings.fields = .standardForRules
            copy.kind = .http(settings)
        case .files, .sqlite, .http, .directory, .named: break
        }
        return copy
    }
}
