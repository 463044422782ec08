import Foundation
import Testing

@testable import PurgeJobs

/// One kind of store with a world around it, for the conformance suite.
///
/// A new kind adds a case; `makeWorld` then does not compile until it is told how to put and read an object.
enum StoreSpecimen: String, CaseIterable, Sendable {
    case fileTree

    /// A store and what a platform can do to its objects without it.
    struct World: Sendable {
        let store: any ClipDisabling & ClipDeleting
        let put: @Sendable (ObjectKey, String) throws -> Void
        let remove: @Sendable (ObjectKey) throws -> Void
        /// What the served path gives; nil when it refuses.
        let served: @Sendable (ObjectKey) -> String?
    }

    func makeWorld() throws -> World {
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
        }
    }
}
