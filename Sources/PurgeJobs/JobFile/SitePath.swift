private import Foundation

/// Finds the site file that a command means.
enum SitePath {
    static let system = "/etc/purge/site.yaml"

    /// The path of the first of: `--site`, `$PURGE_SITE`, the user's configuration, the system's.
    ///
    /// The first two are taken as they are, so that a mistyped one is never replaced by another site. The user's is
    /// `$XDG_CONFIG_HOME/purge/site.yaml`, or `~/.config/purge/site.yaml` where the variable is unset or relative (XDG Base
    /// Directory Specification 0.8, "Environment variables").
    ///
    /// - Throws: an error that lists the places looked at, when no file is at any.
    static func find(
        flag: String?,
        environment: [String: String],
        system: String = Self.system
    ) throws(JobFileError) -> String {
        if let flag {
            guard !flag.isEmpty else { throw refusal("--site names no file", "name the site file") }

            return flag
        }
        if let path = environment["PURGE_SITE"], !path.isEmpty { return path }

        let places = [user(environment), system].compactMap { $0 }
        guard let path = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            let looked = ["$PURGE_SITE (not set)"] + places.map { VisibleText.of($0) }
            throw refusal(
                "there is no site file: looked at \(looked.joined(separator: ", "))",
                "name it with --site, or put it in one of these places"
            )
        }

        return path
    }

    private static func user(_ environment: [String: String]) -> String? {
        let configuration = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.config" : nil }
        return (configuration ?? home).map { "\($0)/purge/site.yaml" }
    }

    private static func refusal(_ problem: String, _ remedy: String) -> JobFileError {
        let complaint = JobFileError.Complaint(
            file: "",
            position: nil,
            key: "",
            problem: problem,
            remedy: remedy
        )
        return JobFileError(complaints: [complaint], omitted: 0)
    }
}
