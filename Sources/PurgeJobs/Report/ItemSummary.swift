/// One item as the reports for programs have it.
struct ItemSummary: Encodable {
    let clip: String
    let state: String
    let stage: Int
    let visibility: String
    let bytes: String
    /// When its bytes are destroyed, where they are hidden and that is known.
    let restorableUntil: String?
    let category: String
    let views: Int64?
    /// What it was cut from.
    let video: String?
    let secondsIntoVideo: Double?
    let secondsLong: Double?
    let cause: String?
    let conflict: String?
    let darkAt: String?
    /// From the run's start.
    let secondsToDark: Int?
    let links: Int
    /// Pairs of link and edge that have not settled.
    let unsettled: Int
    /// The rules that it met.
    let rules: String?

    init(_ item: ItemOverview, of run: RunOverview, _ privacy: ReportPrivacy) {
        clip = privacy.clip(item.clip)
        state = item.state.rawValue
        stage = item.stage.rawValue
        visibility = item.visibility.rawValue
        bytes = item.bytes.rawValue
        restorableUntil = item.deletion?.description
        category = VisibleText.of(item.category)
        views = item.views
        video = item.footage.map { privacy.name($0.video) }
        secondsIntoVideo = item.footage?.start.map { Double($0) / 1000 }
        secondsLong = item.footage?.length.map { Double($0) / 1000 }
        cause = privacy.text(item.cause)
        conflict = privacy.text(item.conflict)
        darkAt = item.darkAt?.description
        secondsToDark = run.startedAt.flatMap { start in
            item.darkAt.map { Int($0.duration(since: start).components.seconds) }
        }
        links = item.links
        unsettled = item.unsettled
        rules = item.rules.map { VisibleText.of($0) }
    }
}
