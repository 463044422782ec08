import Logging

/// Tells people what the ledger's outbox holds, beside the work and never in its way.
///
/// It has an HTTP client of its own, which talks to the hosts of the site's notifications alone. What it could not send stays
/// due in the ledger, for itself or whoever holds the ledger next. A crash between a message and its record sends it again,
/// under the same id.
struct NoticeSender: Sendable {
    private let ledger: Ledger
    private let site: String
    private let channels: [ChannelSettings]
    private let client: HTTPClient
    private let authorities: String?
    private let stop: StopSignal

    private static let interval = Duration.seconds(1)
    private static let batch = 20
    /// How long a command that has ended waits for its last messages.
    private static let farewell = Duration.seconds(2)

    /// Nil for a site that tells nobody anything.
    init?(_ site: Site, _ ledger: Ledger, _ stop: StopSignal) {
        guard !site.channels.isEmpty else { return nil }

        self.ledger = ledger
        self.site = site.name
        self.stop = stop
        channels = site.channels
        client = Self.client(of: site)
        authorities = site.authorities
    }

    /// A client that talks to the hosts of the site's notifications and to nobody else (R13).
    static func client(of site: Site) -> HTTPClient {
        let hosts = site.channels.compactMap { settings -> AddressPolicy.Host? in
            guard let origin = settings.channel.origin else { return nil }

            let address = settings.channel.address.flatMap { IPAddress($0.host) }
            return AddressPolicy.Host(
                origin.host,
                ports: [origin.port],
                addresses: Set([address].compactMap(\.self))
            )
        }
        var settings = TransportSettings(.control, AddressPolicy(hosts))
        settings.authorities = site.authorities
        return HTTPClient(settings)
    }

    /// Sends what is due, again and again, until the task is cancelled.
    func work() async {
        while !Task.isCancelled {
            await sendDue()
            // Ends at once when the work beside it has ended.
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Sends what is due once more, for two seconds at most: the work is over.
    func sayFarewell() async {
        guard !stop.isPanicked, !stop.isGivingWay, !stop.isHalted, !Task.isCancelled else { return }

        await withTaskGroup(of: Void.self) { group in
            group.addTask { await sendDue() }
            group.addTask {
                // Cut short when everything is sent.
                try? await Task.sleep(for: Self.farewell)
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Sends what is due now, to all channels side by side.
    func sendDue() async {
        // While the ledger is lent, whoever has it tells what is due; in a panic nobody is told anything.
        guard !stop.isGivingWay, !stop.isPanicked, !stop.isHalted else { return }

        await withTaskGroup(of: Void.self) { group in
            for settings in channels { group.addTask { await send(by: settings) } }
        }
    }

    private func send(by settings: ChannelSettings) async {
        let (channel, site) = (settings.channel, site)
        do throws(LedgerError) {
            let due = try await ledger.change { transaction in
                try transaction.enroll(channel.name, of: site, channel.taken)
                return try transaction.dueDeliveries(to: channel.name, limit: Self.batch)
            }
            for delivery in due {
                let message = NoticeMessage(notice: delivery.notice, site: site)
                let failure = await Self.failure(of: message, settings, client, authorities, at: ledger.now)
                // Cut off: it may have arrived, and is sent again under the same id.
                if Task.isCancelled { return }
                try await ledger.change { try $0.record(delivery, failure: failure) }
                guard let failure else { continue }

                Runner.log.warning(
                    "a notification was not taken; it is tried again",
                    metadata: ["channel": "\(channel.name)", "cause": "\(VisibleText.of(failure))"]
                )
                return
            }
        } catch {
            // A ledger that cannot be written stops the work itself, which says so.
            return
        }
    }

    /// Sends a message once; answers why it was not taken, nil when it was.
    static func failure(
        of message: NoticeMessage,
        _ settings: ChannelSettings,
        _ client: HTTPClient,
        _ authorities: String?,
        at now: Timestamp
    ) async -> String? {
        do {
            let secret = try settings.secret?.resolve()
            if case .mail(let post, let sender, let recipients) = settings.channel.way {
                let mail = message.mail(from: sender, to: recipients)
                switch post {
                case .program(let command):
                    return await MailProgram(command: command, recipients: recipients).failure(of: mail)
                case .server(let server):
                    let client = MailClient(
                        server: server,
                        authorities: authorities,
                        limit: NoticeMessage.deadline
                    )
                    try await client.send(mail, from: sender, to: recipients, password: secret)
                    return nil
                }
            }
            guard let request = try message.request(to: settings.channel, secret: secret, at: now) else {
                return "it has no way to be told"
            }

            let response = try await client.send(request)
            return (200..<300).contains(response.status) ? nil : "answered \(response.status)"
        } catch {
            return "\(error)"
        }
    }
}
