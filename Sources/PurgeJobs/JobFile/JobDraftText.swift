/// A first job file, and the list that it names.
struct JobDraftText {
    let draft: FilesDraft

    private var format: InventoryFormat { InventoryFormat(fileName: draft.inventory) }

    var text: String {
        """
        # A first job: what is on one list, against all clips there are. Written by `purge init`; all keys: docs/files.md.
        #
        #   purge plan \(FilesDraft.jobName) --probe     what would be done, why, how reachable it is now; no effect
        #   purge run \(FilesDraft.jobName) --execute --reason "…"
        #
        # Paths are relative to this file.
        job: \(FilesDraft.quoted(draft.name))

        # \(format.sentence), in the shape of Twitch's Get Clips; `fields` gives other names.
        inventories:
          - kind: \(format.rawValue)
            files: [\(FilesDraft.quoted(draft.inventory))]
            # An export older than a day did not come: then a person looks, before anything is sent.
            # freshness: 26h

        # What was reported, an entry a line: ids and URLs of clips.
        lists:
          - name: reported
            of: targets
            file: \(FilesDraft.listName)
            category: reported

        # Disable, which can be taken back. `delete` destroys the bytes, 72 hours after the last link went dark.
        action: disable

        # What holds a plan back until a person releases exactly its count.
        guard: {items: 500, share: 1%}

        # Dark in two rounds, half a minute apart. After 15 minutes the run ends as settling, and `purge watch` goes on.
        verify: {rounds: 2, spacing: 30s, patience: 15m, repurge: 30s}

        """
    }

    static let list = """
        # Reported clips: an id or a URL a line. What follows a '#' at the start of a line is left out.

        """
}
