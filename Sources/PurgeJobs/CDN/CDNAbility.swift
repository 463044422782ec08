/// What a kind of cache can be asked to do, so that a job which asks for more is refused when it is read.
enum CDNAbility: String, CaseIterable, Sendable {
    case purgeLinks
    case purgeTags
    case blockLinks
    case revokeLinks
}
