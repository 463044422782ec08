/// Where pacing takes its chance from; a test brings its own.
struct PacingRandom: Sendable {
    /// A number from 0 up to 1, 1 excluded.
    let fraction: @Sendable () -> Double

    static let system = Self { Double.random(in: 0..<1) }
}
