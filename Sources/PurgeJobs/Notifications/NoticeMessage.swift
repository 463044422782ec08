import Foundation

/// A notice as its channel takes it; the same bytes at every try, but for the time of the try.
struct NoticeMessage: Sendable {
    let notice: Notice
    let site: String

    private struct Body: Encodable {
        struct Facts: Encodable {
            let severity: String
            let site: String
            let job: String?
            let run: String?
            let text: String
        }

        let id: String
        let type: String
        let timestamp: String
        let data: Facts
    }

    private struct Text: Encodable {
        let text: String
    }

    /// How long an endpoint may take to answer.
    static let deadline = Duration.seconds(10)

    private var sentence: String { VisibleText.of(notice.sentence, limit: 1000) }
    private var headline: String {
        "purge \(notice.kind.severity.rawValue): \(notice.kind.rawValue), site \(site)"
    }

    /// The request that tells a channel; nil for one that is told by mail.
    ///
    /// - Throws: `NoticeFlaw` for a secret that is missing or of no use.
    func request(to channel: NoticeChannel, secret: Secret?, at now: Timestamp) throws -> HTTPRequest? {
        guard let secret else {
            if channel.origin == nil { return nil }
            throw NoticeFlaw.noSecret
        }

        var request: HTTPRequest
        switch channel.way {
        case .mail: return nil
        case .webhook(let url):
            let body = try webhookBody
            let seconds = now.microseconds / 1_000_000
            request = HTTPRequest(.post, url.origin, url.target)
            request.content = body
            try request.fields.append("webhook-id", notice.id)
            try request.fields.append("webhook-timestamp", "\(seconds)")
            let signature = try WebhookSignature.of(body, id: notice.id, at: seconds, key: secret)
            try request.fields.append("webhook-signature", signature)
        case .slack(let origin):
            // Whatever is wrong with it, it is not what the site file names.
            guard let url = try? HTTPURL(secret.reveal()), url.origin == origin else {
                throw NoticeFlaw.foreignURL(host: origin.authority)
            }

            request = HTTPRequest(.post, origin, url.target)
            request.content = try slackBody
        }
        try request.fields.append("content-type", "application/json")
        request.via = channel.address
        request.deadline = .now + Self.deadline
        return request
    }

    /// What a webhook gets.
    var webhookBody: [UInt8] {
        get throws {
            try Self.encoded(
                Body(
                    id: notice.id,
                    type: "purge.\(notice.kind.rawValue)",
                    timestamp: notice.at.description,
                    data: Body.Facts(
                        severity: notice.kind.severity.rawValue,
                        site: site,
                        job: notice.job.map { VisibleText.of($0) },
                        run: notice.run?.description,
                        text: sentence
                    )
                )
            )
        }
    }

    /// What a chat gets.
    ///
    /// `&`, `<` and `>` would begin its own marks: https://api.slack.com/reference/surfaces/formatting
    var slackBody: [UInt8] {
        get throws {
            let text = "\(headline)\n\(sentence)".replacingOccurrences(of: "&", with: "&amp;")
                .replacingOccurrences(of: "<", with: "&lt;").replacingOccurrences(of: ">", with: "&gt;")
            return try Self.encoded(Text(text: text))
        }
    }

    /// The mail, with its header (RFC 5322); the program that takes it adds what else the way needs.
    func mail(from sender: String, to recipients: [String]) -> [UInt8] {
        let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
        let lines = [
            "From: \(sender)", "To: \(recipients.joined(separator: ", "))", "Subject: \(headline)",
            "Date: \(Self.date(notice.at))", "Message-ID: <\(notice.id)@\(domain)>",
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "",
            sentence, "", "At \(notice.at). `purge status` says how things stand now.",
        ]
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private static func date(_ time: Timestamp) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: Date(timeIntervalSince1970: Double(time.microseconds) / 1_000_000))
    }

    private static func encoded(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }
}
