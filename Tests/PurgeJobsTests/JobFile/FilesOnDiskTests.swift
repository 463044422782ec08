import Foundation
import Testing

@testable import PurgeJobs

@Suite final class FilesOnDiskTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "/purge-files-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }  // A leftover folder harms nobody.

    private func write(_ text: String, to name: String, mode: Int = 0o644) -> String {
        let path = "\(folder)/\(name)"
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
        #expect(
            FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: attributes)
        )
        return path
    }

    @Test func `a site and a job are read from disk, with a credential beside the site`() throws {
        _ = write("nightingale-1\n", to: "token", mode: 0o400)
        _ = write("", to: "ca.pem")
        let text = JobFileFixture.site.replacing("env: PURGE_TOKEN", with: "file: token")
        let sitePath = write(text + "tls: {authorities: ca.pem}\n", to: "site.yaml")
        let site = try SiteFile.read(sitePath, environment: [:])
        #expect(site.authorities == "\(folder)/ca.pem")
        #expect(try site.caches.first?.credential?.resolve().reveal() == "nightingale-1")
        let job = try JobFile.read(write(JobFileFixture.job, to: "job.yaml"), site: site)
        #expect(job.lists.first?.source == .file("\(folder)/severe.txt"))
    }

    @Test func `a file that is missing, a folder, a device or empty is refused by name`() throws {
        let site = try JobFileFixture.readSite(JobFileFixture.site)
        let remedy = "name a file that this user may read"
        let cases = [
            ("\(folder)/none", "\(folder)/none: is not there, or its folder cannot be entered; \(remedy)"),
            (folder, "\(folder): is no regular file; name a file, not a folder, pipe or device"),
            ("/dev/zero", "/dev/zero: is no regular file; name a file, not a folder, pipe or device"),
            (write("", to: "empty"), "\(folder)/empty:1:1: is empty; write it, or name another file"),
        ]
        for (path, description) in cases {
            let siteError = try #require(throws: JobFileError.self) {
                _ = try SiteFile.read(path, environment: [:])
            }
            #expect(siteError.description == description)
            let jobError = try #require(throws: JobFileError.self) { _ = try JobFile.read(path, site: site) }
            #expect(jobError.description == description)
        }
    }

    @Test func `a file of more than 1 MiB is not read to its end`() throws {
        let path = write(String(repeating: "#", count: (1 << 20) + 2), to: "large")
        let error = try #require(throws: JobFileError.self) { _ = try SiteFile.read(path, environment: [:]) }
        #expect(error.description == "\(path): is larger than 1024 KiB; name the right file")
    }
}
