// Whether people can be told of what happens.
extension SiteCheck {
    /// Sends a test message to every channel, without the ledger; nothing is tried again.
    package func tell(at now: Timestamp) async -> [CheckFinding] {
        let client = NoticeSender.client(of: site)
        var findings: [CheckFinding] = []
        for settings in site.channels {
            let id = "msg_" + Hexadecimal.text(of: (0..<16).map { _ in UInt8.random(in: 0...255) })
            let notice = Notice(
                number: 0,
                id: id,
                kind: .test,
                at: now,
                run: nil,
                job: nil,
                sentence: "This is a test: a person asked whether messages arrive."
            )
            let message = NoticeMessage(notice: notice, site: site.name)
            let failure = await NoticeSender.failure(of: message, settings, client, site.authorities, at: now)
            let subject = "notification to \(settings.channel.name)"
            findings.append(
                failure.map { .bad(.notifications, subject, $0, next: Self.remedy) }
                    ?? .good(.notifications, subject, "was taken")
            )
        }
        let none = CheckFinding.bad(
            .notifications,
            "notifications",
            "the site file names no channel",
            next: "add `notifications` to it (docs/notifications.md)"
        )
        return findings.isEmpty ? [none] : findings
    }

    private static let remedy = "see docs/notifications.md for what the channel needs"

    /// Whether every channel's secret, or program, is there; nothing is sent.
    func checkChannels() -> [CheckFinding] {
        site.channels.map { settings in
            let subject = "notifications to \(settings.channel.name)"
            do {
                let secret = try settings.secret?.resolve()
                let probe = Notice(
                    number: 0,
                    id: "msg_",
                    kind: .test,
                    at: Timestamp(microseconds: 0),
                    run: nil,
                    job: nil,
                    sentence: ""
                )
                _ = try NoticeMessage(notice: probe, site: site.name)
                    .request(to: settings.channel, secret: secret, at: probe.at)
            } catch {
                return .bad(.notifications, subject, "\(error)", next: Self.remedy)
            }
            let names = settings.channel.taken.map(\.rawValue).joined(separator: ", ")
            return .good(.notifications, subject, "not tried (`purge check --notify` does): \(names)")
        }
    }
}
