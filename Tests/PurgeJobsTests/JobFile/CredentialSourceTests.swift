import Foundation
import Testing

@testable import PurgeJobs

@Suite final class CredentialSourceTests {
    private static let nightingale = "nightingale-77d1e0"

    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "/purge-credentials-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }  // A leftover folder harms nobody.

    private func write(_ text: String, mode: Int = 0o600) -> String {
        let path = "\(folder)/token"
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
        #expect(
            FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: attributes)
        )
        return path
    }

    private func source(_ place: CredentialSource.Place) -> CredentialSource {
        let origin = CredentialSource.Origin(
            file: "s.yaml",
            position: .init(line: 3, column: 4),
            key: "caches.e"
        )
        return CredentialSource(header: "X-Token", place: place, origin: origin)
    }

    private func refusal(
        _ place: CredentialSource.Place,
        _ environment: [String: String] = [:]
    ) throws -> String {
        let error = try #require(throws: JobFileError.self) {
            _ = try source(place).resolve(environment: environment)
        }
        #expect(!"\(error)".contains("nightingale"))
        #expect("\(error)".hasPrefix("s.yaml:3:4: caches.e: "))
        return "\(error)"
    }

    @Test(arguments: [("a b", "a b"), ("a\n", "a"), ("a\r\n", "a")])
    func aFileGivesItsLineWithoutTheBreak(text: String, secret: String) throws {
        let place = CredentialSource.Place.file(write(text))
        #expect(try source(place).resolve(environment: [:]).reveal() == secret)
    }

    @Test(arguments: ["", "\n", "a\n\n", "a\r", " a", "a ", "a\0", "\u{e9}", "a\nb"])
    func whatCannotStandInAHeaderIsRefused(text: String) throws {
        let path = write(text)
        #expect(try refusal(.file(path)).contains(text.isEmpty || text == "\n" ? "is empty" : "in a header"))
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o620, 0o644, 0o601])
    func aFileThatOthersCanOpenIsRefused(mode: Int) throws {
        let path = write(Self.nightingale, mode: mode)
        #expect(try refusal(.file(path)).contains("is open to other users"))
    }

    @Test(arguments: [0o600, 0o400])
    func aFileOfItsOwnerAloneIsTaken(mode: Int) throws {
        let place = CredentialSource.Place.file(write(Self.nightingale, mode: mode))
        #expect(try source(place).resolve(environment: [:]).reveal() == Self.nightingale)
    }

    @Test func `a link to a good file is followed, a folder and a missing file are refused`() throws {
        let path = write(Self.nightingale)
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "token")
        #expect(try source(.file("\(folder)/link")).resolve(environment: [:]).reveal() == Self.nightingale)
        #expect(try refusal(.file(folder)).contains("is no regular file"))
        #expect(try refusal(.file("/dev/null")).contains("is no regular file"))
        #expect(try refusal(.file(path + "2")).contains("is not there"))
        #expect(try refusal(.file(path + "\0")).contains("is no path"))
    }

    @Test func `another user's file is refused`() throws {
        let path = write(Self.nightingale)
        // Only root can give the file away; any other user is made a stranger to it by the number below.
        try? FileManager.default.setAttributes([.ownerAccountID: 54_321], ofItemAtPath: path)
        let error = try #require(throws: JobFileError.self) {
            _ = try source(.file(path)).resolve(environment: [:], user: 54_322)
        }
        #expect(error.description.contains("belongs to another user"))
    }

    @Test func `more than 64 KiB is no credential`() throws {
        let path = write(String(repeating: "a", count: (64 << 10) + 1))
        #expect(try refusal(.file(path)).contains("is larger than 64 KiB"))
    }

    @Test func `the environment gives what it has and nothing else`() throws {
        #expect(
            try source(.environment("T")).resolve(environment: ["T": Self.nightingale]).reveal()
                == Self.nightingale
        )
        #expect(try refusal(.environment("T"), ["U": Self.nightingale]).contains("no variable of that name"))
        #expect(try refusal(.environment("T"), ["T": ""]).contains("is empty"))
        #expect(try refusal(.environment("T"), ["T": "\(Self.nightingale)\n\n"]).contains("in a header"))
    }

    @Test func `systemd's credentials may show the mask of an access list as the group's bits`() throws {
        _ = write(Self.nightingale, mode: 0o440)
        let environment = ["CREDENTIALS_DIRECTORY": folder]
        #expect(try source(.systemd("token")).resolve(environment: environment).reveal() == Self.nightingale)
        #expect(try refusal(.systemd("token")).contains("$CREDENTIALS_DIRECTORY is not set"))
        _ = write(Self.nightingale, mode: 0o444)
        #expect(try refusal(.systemd("token"), environment).contains("is open to other users"))
    }

    @Test(arguments: [
        "{header: X, env: NIGHTINGALE}", "{header: X, env: nightingale}", "{header: X, file: nightingale}",
        "{header: X, nightingale: 1}",
        "{header: X, credential: nightingale}", "{header: 'nightingale x', env: PURGE_TOKEN}",
        "{header: X, token: nightingale}",
        "nightingale", "[nightingale]", "{nightingale: [nightingale]}",
        "{header: [nightingale], env: {nightingale: 1}}",
        "{header: X, env: nightingale nightingale}",
        "{header: X, file: ~/nightingale}", "{<<: nightingale, header: X}", "{[nightingale]: x}",
        "{header: X, env: 'nightingale-0'}",
    ])
    func whateverIsPastedIntoACredentialIsNeverToldBack(credential: String) throws {
        let good = "{header: X-Purge-Token, env: PURGE_TOKEN}"
        let text = JobFileFixture.site.replacing(good, with: credential)
        let error = try #require(throws: JobFileError.self) { _ = try JobFileFixture.readSite(text) }
        #expect(!error.description.lowercased().contains("nightingale"), "\(error)")
        #expect(error.complaints.allSatisfy { $0.key.hasPrefix("caches.edge.credential") })
    }

    @Test func `a site that was read tells no secret, however it is printed`() throws {
        let site = try JobFileFixture.readSite(JobFileFixture.site)
        var dumped = ""
        dump(site, to: &dumped)
        #expect(!"\(site)\(String(reflecting: site))\(dumped)".contains("nightingale"))
    }
}
