/// What was found of one URL that somebody asked about, at every edge that serves its host.
package struct ProbedLink: Sendable {
    /// One link at one edge.
    package struct Sighting: Sendable {
        package let edge: String
        /// `origin`, or the name of the cache.
        package let role: String
        package let verdict: LinkVerdict
        /// The answer that decided; nil where there was none.
        package let answer: ServedAnswer?
        /// Why there was no answer, or no whole one.
        package let failure: String?

        package init(
            edge: String,
            role: String,
            verdict: LinkVerdict,
            answer: ServedAnswer?,
            failure: String?
        ) {
            self.edge = edge
            self.role = role
            self.verdict = verdict
            self.answer = answer
            self.failure = failure
        }
    }

    /// Its place among the URLs that were asked about, from 1: outputs name it by that, and never print it (R20).
    package let number: Int
    /// Made visible; empty where there is none.
    package let host: String
    package let family: String?
    package let clip: ClipID?
    /// Why nothing was sent for it; nil where it was looked at.
    package let refusal: String?
    package let sightings: [Sighting]

    package init(
        number: Int,
        host: String,
        family: String?,
        clip: ClipID?,
        refusal: String?,
        sightings: [Sighting]
    ) {
        self.number = number
        self.host = host
        self.family = family
        self.clip = clip
        self.refusal = refusal
        self.sightings = sightings
    }

    /// How many of its sightings are of that visibility.
    package func count(_ visibility: Visibility) -> Int {
        sightings.count { $0.verdict.visibility == visibility }
    }
}
