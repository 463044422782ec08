import ArgumentParser

/// Which site file.
struct SiteOptions: ParsableArguments {
    @Option(
        name: .customLong("site"),
        help: ArgumentHelp(
            "The site file.",
            discussion:
                "Default: $PURGE_SITE, else $XDG_CONFIG_HOME/purge/site.yaml, else /etc/purge/site.yaml.",
            valueName: "file"
        ),
        completion: Completion.yaml
    )
    var path: String?
}
