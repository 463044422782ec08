/// One rule, ready to be held against clips.
struct RuleCheck: Sendable {
    /// How much of one value the evidence shows.
    private static let shown = 128

    let entry: ListEntry
    let rule: ClipRule
    private let titles: [TitlePattern: TitleMatcher]

    init(_ rule: ClipRule, _ entry: ListEntry) {
        self.rule = rule
        self.entry = entry
        titles = Dictionary(
            uniqueKeysWithValues: rule.condition.patterns.map { ($0, TitleMatcher($0)) }
        )
    }

    /// Whether the clip meets the rule; what is not said of it meets nothing, and its opposite neither.
    ///
    /// `title` is the clip's own; only rules with title patterns ask for it.
    func isMet(by clip: Clip, title: FoldedTitle? = nil) -> Bool {
        answer(rule.condition, clip, title) == true
    }

    /// The match of a clip that meets the rule, with what was said of the clip and counted.
    func match(_ clip: Clip) -> Match {
        let decisive = subjects(rule.condition, clip, wanted: true)
        let values = ClipCondition.Subject.allCases.filter(decisive.contains).compactMap { subject in
            Self.value(subject, clip).map { "\(subject.rawValue) \($0)" }
        }
        return Match(
            list: entry.list,
            line: entry.line,
            category: entry.category,
            rule: .metadata,
            evidence: values.joined(separator: ", ")
        )
    }

    // MARK: Three answers

    private func answer(_ condition: ClipCondition, _ clip: Clip, _ title: FoldedTitle?) -> Bool? {
        switch condition {
        case .all(let parts):
            return Self.answer(parts, stopsAt: false) { answer($0, clip, title) }
        case .any(let parts):
            return Self.answer(parts, stopsAt: true) { answer($0, clip, title) }
        case .not(let part): return answer(part, clip, title).map { !$0 }
        case .channel(let names): return Self.said(clip.channel).map(names.contains)
        case .creator(let names): return Self.said(clip.creator).map(names.contains)
        case .video(let names): return Self.said(clip.footage?.video).map(names.contains)
        case .created(let window): return clip.created.map(window.contains)
        case .views(let range): return clip.views.map(range.contains)
        case .language(let tags): return Self.said(clip.language).map { tags.contains(Self.lowered($0)) }
        case .title(let pattern):
            guard let title, !title.scalars.isEmpty else { return nil }

            return titles[pattern]?.matches(title)
        }
    }

    /// `all` is no as soon as one part is, `any` yes; else what nobody can tell leaves the whole untold.
    private static func answer(
        _ parts: [ClipCondition],
        stopsAt decisive: Bool,
        _ ask: (ClipCondition) -> Bool?
    ) -> Bool? {
        guard !parts.isEmpty else { return nil }

        var isTold = true
        for part in parts {
            guard let answer = ask(part) else {
                isTold = false
                continue
            }

            if answer == decisive { return decisive }
        }
        return isTold ? !decisive : nil
    }

    // MARK: Evidence

    /// What of the clip was asked about by the parts that gave the answer.
    private func subjects(
        _ condition: ClipCondition,
        _ clip: Clip,
        wanted: Bool
    ) -> Set<ClipCondition.Subject> {
        guard answer(condition, clip, nil) == wanted else { return [] }

        return switch condition {
        case .all(let parts), .any(let parts):
            parts.reduce(into: []) { $0.formUnion(subjects($1, clip, wanted: wanted)) }
        case .not(let part): subjects(part, clip, wanted: !wanted)
        default: condition.subjects
        }
    }

    /// What the evidence shows of the clip; never its title (R15).
    private static func value(_ subject: ClipCondition.Subject, _ clip: Clip) -> String? {
        switch subject {
        case .channel: clip.channel.map { VisibleText.of($0, limit: shown) }
        case .creator: clip.creator.map { VisibleText.of($0, limit: shown) }
        case .video: clip.footage.map { VisibleText.of($0.video, limit: shown) }
        case .created: clip.created?.description
        case .views: clip.views.map { "\($0)" }
        case .language: clip.language.map { VisibleText.of($0, limit: shown) }
        case .title: nil
        }
    }

    private static func said(_ text: [UInt8]?) -> [UInt8]? { text?.isEmpty == false ? text : nil }

    private static func lowered(_ tag: [UInt8]) -> [UInt8] {
        tag.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
    }
}
