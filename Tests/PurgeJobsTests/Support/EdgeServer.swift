import Foundation

@testable import PurgeJobs

/// The real server behind a kind of cache: its files, written into a node's folder, and how it is started.
enum EdgeServer {
    case nginx
    /// Without the purge module.
    case plainNginx
    case varnish
    case trafficServer
    case squid

    /// The place that its files keep ready for each number or folder.
    struct Setting {
        let folder: String
        let origin: UInt16
        let port: UInt16
        let bypass: UInt16
    }

    /// A location that purges what its path names, for caches that are asked by another request than `PURGE`.
    private static let purgeLocation = """
        location ^~ /purge/ { allow 127.0.0.1; deny all; proxy_cache_purge clips $host$purged; }
        location / { proxy_pass
        """
    private static let purgeMap = """
        map $request_uri $purged { default ""; ~^/purge(?<rest>/.*)$ $rest; }
        proxy_http_version 1.1;
        """

    /// Traps for a kind that cannot run here.
    init(_ kind: CDNKind) {
        self =
            switch kind {
            case .souin: preconditionFailure("Souin is built with Go, which no package here brings")
            case .nginx, .http: .nginx
            case .varnish: .varnish
            case .trafficServer: .trafficServer
            case .squid: .squid
            }
    }

    /// Purge's files by the name that each has in a node's folder.
    private var files: [(shipped: String, name: String)] {
        switch self {
        case .nginx: [("edge.conf", "nginx.conf")]
        case .plainNginx: [("edge.files.conf", "nginx.conf")]
        case .varnish: [("edge.vcl", "edge.vcl")]
        case .squid: [("edge.squid.conf", "squid.conf")]
        case .trafficServer:
            [("trafficserver/runroot.yaml", "runroot.yaml")]
                + ["records.config", "remap.config", "ip_allow.yaml", "storage.config"].map {
                    ("trafficserver/\($0)", "etc/\($0)")
                }
        }
    }

    /// Writes Purge's files with the node's own numbers, and starts it.
    func start(_ setting: Setting) throws -> ServerProcess {
        let platform = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../scripts/demo-platform").standardizedFileURL.path
        for folder in ["tmp", "log", "etc", "run", "cache"] {
            try FileManager.default.createDirectory(
                atPath: "\(setting.folder)/\(folder)",
                withIntermediateDirectories: true
            )
        }
        for file in files {
            var text = try String(contentsOfFile: "\(platform)/\(file.shipped)", encoding: .utf8)
                .replacingOccurrences(of: "18080", with: "\(setting.origin)")
                .replacingOccurrences(of: "18081", with: "\(setting.port)")
                .replacingOccurrences(of: "18082", with: "\(setting.bypass)")
                .replacingOccurrences(of: "/srv/edge", with: setting.folder)
            if self == .nginx {
                text =
                    text
                    .replacingOccurrences(of: "proxy_http_version 1.1;", with: Self.purgeMap)
                    .replacingOccurrences(of: "location / { proxy_pass", with: Self.purgeLocation)
            }
            try Data(text.utf8).write(to: URL(filePath: "\(setting.folder)/\(file.name)"))
        }
        return try ServerProcess(arguments(setting), output: "\(setting.folder)/said.log")
    }

    private func arguments(_ setting: Setting) -> [String] {
        let folder = setting.folder
        return switch self {
        case .nginx, .plainNginx: Self.nginx(folder)
        case .varnish:
            [
                "varnishd", "-F", "-j", "none", "-n", "\(folder)/work", "-a", "127.0.0.1:\(setting.port)",
                "-f",
                "\(folder)/edge.vcl", "-s", "malloc,32m", "-T", "127.0.0.1:0", "-p", "thread_pools=1", "-p",
                "thread_pool_min=10",
            ]
        case .trafficServer: ["env", "TS_RUNROOT=\(folder)/runroot.yaml", "traffic_server"]
        case .squid: ["squid", "-N", "-d", "1", "-f", "\(folder)/squid.conf"]
        }
    }

    static func nginx(_ prefix: String) -> [String] {
        ["nginx", "-p", "\(prefix)/", "-e", "stderr", "-c", "\(prefix)/nginx.conf"]
    }

    /// `HIT` or `MISS`, in the words that the server has for it.
    func source(of response: HTTPResponse) -> String {
        switch self {
        case .nginx, .plainNginx: response.header.text("X-Cache-Status") ?? "-"
        case .varnish: response.header.text("X-Cache") ?? "-"
        case .squid: String(response.header.text("X-Cache")?.prefix { $0 != " " } ?? "-")
        case .trafficServer:
            // Found on disk, in memory, or not (https://docs.trafficserver.apache.org, "Via Header").
            switch response.header.text("Via")?.firstRange(of: "[uSc").map(\.upperBound) {
            case let start?:
                switch response.header.text("Via")?[start...].first {
                case "H", "R": "HIT"
                case "M": "MISS"
                default: "-"
                }
            case nil: "-"
            }
        }
    }
}
