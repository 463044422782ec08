@testable import PurgeJobs

/// Sites whose clips' URLs the tests read.
enum SiteSample {
    /// As Twitch publishes clips (yt-dlp's TwitchClipsIE).
    static func twitch() throws -> ClipURLForms {
        try ClipURLForms(
            families: [page(["clips.twitch.tv"], "/{id}", schemes: [.https])],
            clipURLs: [
                "https://clips.twitch.tv/{id}/edit",
                "https://clips.twitch.tv/embed?clip={id}",
                "https://www.twitch.tv/{*}/clip/{id}",
                "https://twitch.tv/{*}/clip/{id}",
                "https://m.twitch.tv/{*}/clip/{id}",
                "https://m.twitch.tv/clip/{id}",
            ],
            notClips: ["create", "embed"]
        )
    }

    /// As the demo publishes clips: on a port of its own, with videos and a field that holds thumbnails.
    static func demo() throws -> ClipURLForms {
        let video = LinkFamily(
            name: "video",
            source: .template(try Template("/v/{id}/{quality}-{id}.mp4")),
            schemes: [.http],
            hosts: ["clips.test:18081", "media.test:80"],
            variables: [Variable(name: "quality", values: ["1080", "7 20"])],
            queries: ["?download=1"]
        )
        let thumbnail = LinkFamily(
            name: "thumbnail",
            source: .inventoryField("thumbnail_url"),
            schemes: [.https],
            hosts: ["img.test"]
        )
        return try ClipURLForms(families: [
            page(["clips.test:18081"], "/clip/{id}", schemes: [.http]), video, thumbnail,
        ])
    }

    static func page(_ hosts: [String], _ path: String, schemes: [LinkFamily.Scheme]) throws -> LinkFamily {
        LinkFamily(name: "page", source: .template(try Template(path)), schemes: schemes, hosts: hosts)
    }
}
