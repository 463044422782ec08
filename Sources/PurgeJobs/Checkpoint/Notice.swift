/// Something that people are told, in words of ours alone: no URL, title or clip's id is in it.
struct Notice: Sendable {
    let number: Int64
    /// The same at every try, so that whoever gets it twice can tell.
    let id: String
    let kind: NoticeKind
    let at: Timestamp
    let run: RunID?
    let job: String?
    let sentence: String
}
