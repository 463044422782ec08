/// What a platform is: its links, stores, caches and edges, as its site file says.
struct Site: Sendable {
    let name: String
    /// In the order of the file.
    let families: [LinkFamily]
    /// Published forms that lead to a clip's id beside the families' own, with `{id}` and `{*}`.
    let clipURLs: [String]
    /// Words that stand where an id would and are none.
    let notClips: [String]
    /// How links are signed, by the name of their family; most are not.
    let mints: [String: MintSettings]
    let stores: [StoreSettings]
    let caches: [CacheSettings]
    let origins: [Edge]
    let revokers: [RevokerSettings]
    /// Who is told of what happens.
    let channels: [ChannelSettings]
    /// Clips known to be lit, which no run takes down.
    let controls: [ClipID]
    /// A clip of the platform's own that rehearsals take down and bring back.
    let canary: ClipID?
    /// A clip that no edge may serve; nil where one is to be made up.
    let neverExisted: ClipID?
    /// The absolute path of the certificates to trust instead of the system's.
    let authorities: String?
    /// What is allowed and worth a second look.
    let warnings: [JobFileError.Complaint]
    /// SHA-256 of the file's bytes.
    let digest: Digest

    /// Every node of every cache, then the origins.
    var edges: [Edge] { caches.flatMap(\.edges) + origins }

    /// The nodes that can be made to refuse links.
    var blockers: Set<String> { Set(caches.flatMap(\.blockers)) }

    /// Every host of every family.
    var hosts: Set<String> { Set(families.flatMap(\.hosts)) }
}
