/// One notice on its way to one channel.
struct NoticeDelivery: Sendable {
    let notice: Notice
    let channel: String
    let tries: Int

    /// How often the next try may come: 5 s, then longer, an hour at most.
    static let pauses: [Duration] = [5, 15, 60, 300, 900, 1800, 3600].map { .seconds($0) }
    /// After this a notice is given up, which is an event.
    static let patience = Duration.seconds(86_400)

    var pause: Duration { Self.pauses[min(tries, Self.pauses.count - 1)] }
}
