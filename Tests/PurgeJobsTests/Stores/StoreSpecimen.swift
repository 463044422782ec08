import Foundation
import Testing

@testable import PurgeJobs

/// One kind of store with a world around it, for the conformance suite.
///
/// A new kind adds a case; `makeWorld` then does not compile until it is told how to put and read an object.
enum StoreSpecimen: String, CaseIterable, Sendable {
    case fileTree
    case sqlite
    case http

    /// A store and what a platform can do to its objects without it.
    struct World: Sendable {
        let store: any ClipDisabling
        let put: @Sendable (ObjectKey, String) async throws -> Void
        let remove: @Sendable (ObjectKey) async throws -> Void
        /// What the served path gives; nil when it refuses.
        let served: @Sendable (ObjectKey) async throws -> String?

        /// Nil where the kind destroys nothing.
        var deleting: (any ClipDeleting)? { store as? any ClipDeleting }
    }

    /// Those that keep what each run hid apart from what others hid.
    static let withPlaces = [StoreSpecimen.fileTree]
    /// Those that destroy bytes.
    static let deleting = [StoreSpecimen.fileTree, .http]
    /// Those that do their work by themselves: what they have begun they finish, whoever waits for it.
    static let acting = [StoreSpecimen.fileTree, .sqlite]
    /// Those that say how long an object is.
    static let measuring = [StoreSpecimen.fileTree, .http]

    func makeWorld() async throws -> World {
        switch self {
        case .fileTree:
            let fixture = try FileTreeFixture()
            let made = try StoreKind.fileTree(fixture.settings).make(name: "media")
            return World(
                store: try #require(made as? any ClipDisabling & ClipDeleting),
                put: { try fixture.write($1, at: $0.bytes, in: fixture.root) },
                remove: { key in
                    try FileManager.default.removeItem(atPath: "\(fixture.root)/\(key)")
                },
                served: { fixture.content(of: $0.bytes, in: fixture.root) }
            )
        case .sqlite:
            let clips = try ClipTable()
            let made = try StoreKind.sqlite(clips.settings).make(name: "media")
            return World(
                store: try #require(made as? any ClipDisabling),
                put: { try clips.put($0.bytes, $1) },
                remove: { try clips.remove($0.bytes) },
                served: { try clips.served($0.bytes) }
            )
        case .http:
            let server = try ModerationServer()
            let text = server.site().replacing("api:", with: "media:")
            return World(
                store: AskedStoreDriver(platform: try server.platform(text), name: "media"),
                put: { try await server.put([$0.description: $1]) },
                remove: { try await server.remove($0.description) },
                served: { try await server.served(PercentEncoding.text(of: $0)) }
            )
        }
    }
}

extension PercentEncoding {
    fileprivate static func text(of key: ObjectKey) -> String {
        String(decoding: encoded(key.bytes), as: UTF8.self)
    }
}
