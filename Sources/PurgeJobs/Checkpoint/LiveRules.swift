/// Everything that holds sending back or slows it down at one moment.
struct LiveRules: Sendable {
    let pauses: [PauseOverview]
    let throttles: [ThrottleOverview]
}
