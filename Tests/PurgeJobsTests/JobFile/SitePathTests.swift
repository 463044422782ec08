import Foundation
import Testing

@testable import PurgeJobs

@Suite final class SitePathTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "/purge-site-\(UUID().uuidString)"
        for part in ["xdg/purge", "home/.config/purge", "etc"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(part)",
                withIntermediateDirectories: true
            )
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }  // A leftover folder harms nobody.

    private var system: String { "\(folder)/etc/site.yaml" }
    private var home: String { "\(folder)/home/.config/purge/site.yaml" }
    private var configuration: String { "\(folder)/xdg/purge/site.yaml" }
    private var environment: [String: String] {
        ["HOME": "\(folder)/home", "XDG_CONFIG_HOME": "\(folder)/xdg"]
    }

    private func write(_ path: String) {
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
    }

    @Test func `the flag and the variable are taken as they are`() throws {
        write(configuration)
        var environment = environment
        environment["PURGE_SITE"] = "env.yaml"
        #expect(try SitePath.find(flag: "flag.yaml", environment: environment, system: system) == "flag.yaml")
        #expect(try SitePath.find(flag: nil, environment: environment, system: system) == "env.yaml")
    }

    @Test func `the user's file goes before the system's`() throws {
        write(system)
        #expect(try SitePath.find(flag: nil, environment: environment, system: system) == system)
        write(configuration)
        #expect(try SitePath.find(flag: nil, environment: environment, system: system) == configuration)
    }

    @Test(arguments: [nil, "relative", ""])
    func theHomeFolderHoldsItWhereTheVariableIsUnsetOrRelative(configured: String?) throws {
        write(home)
        var environment = environment
        environment["XDG_CONFIG_HOME"] = configured
        #expect(try SitePath.find(flag: nil, environment: environment, system: system) == home)
    }

    @Test func `an error lists the places looked at`() throws {
        let error = try #require(throws: JobFileError.self) {
            _ = try SitePath.find(flag: nil, environment: environment, system: system)
        }
        let places = "$PURGE_SITE (not set), \(configuration), \(system)"
        #expect(
            error.description
                == "there is no site file: looked at \(places); name it with --site, or put it in one of these places"
        )
    }

    @Test func `an empty flag is refused`() {
        #expect(throws: JobFileError.self) {
            _ = try SitePath.find(flag: "", environment: [:], system: system)
        }
    }
}
