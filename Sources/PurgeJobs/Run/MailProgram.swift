import Foundation

/// Hands a mail to a local program, as `sendmail` takes it: on its standard input, recipients as arguments, no shell.
///
/// Ours is no SMTP client: a mail system that is there already queues, retries and authenticates better than we would, and
/// keeps its own credentials.
struct MailProgram: Sendable {
    /// The program by its absolute path, and its arguments.
    let command: [String]
    let recipients: [String]

    private static let limit = Duration.seconds(10)

    /// Why it did not take the mail; nil when it did.
    func failure(of mail: [UInt8]) async -> String? {
        guard !command.isEmpty else { return "no program is named" }

        let draft = FileManager.default.temporaryDirectory.appending(path: "purge-mail-\(UUID().uuidString)")
        let isMade = FileManager.default.createFile(
            atPath: draft.path,
            contents: Data(mail),
            attributes: [.posixPermissions: 0o600]
        )
        // A file and no pipe: a program that ends without reading must not end us.
        guard isMade, let input = FileHandle(forReadingAtPath: draft.path) else {
            return "the mail cannot be written to a temporary file"
        }

        // The program has it open; what cannot be removed is the system's to clean.
        try? FileManager.default.removeItem(at: draft)
        let sendmail = LocalProgram(command: command + ["--"] + recipients, limit: Self.limit)
        guard let status = await sendmail.status(readingFrom: input) else {
            return "its program cannot be started"
        }

        return status == 0 ? nil : "its program ended with \(status)"
    }
}
