import Foundation

/// The files that tests come with.
enum Resource {
    static func path(_ name: String) -> String {
        Bundle.module.bundlePath + "/Resources/" + name
    }

    static func data(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: path(name))) }
}
