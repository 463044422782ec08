// What is close to a plan's clips, and left to people.
extension LedgerSchema {
    static let relatives = """
        ALTER TABLE item ADD COLUMN video BLOB;
        ALTER TABLE item ADD COLUMN videoStart INTEGER CHECK (videoStart IS NULL OR videoStart >= 0);
        ALTER TABLE item ADD COLUMN videoLength INTEGER CHECK (videoLength IS NULL OR videoLength >= 0);

        CREATE TABLE relative (
            run INTEGER NOT NULL REFERENCES run(id),
            number INTEGER NOT NULL CHECK (number > 0),
            relation TEXT NOT NULL CHECK (relation IN (\(list(ClipRelation.self)))),
            item INTEGER NOT NULL,
            clip BLOB NOT NULL,
            views INTEGER,
            PRIMARY KEY (run, number),
            UNIQUE (run, clip)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE relativeSum (
            run INTEGER NOT NULL REFERENCES run(id),
            relation TEXT NOT NULL CHECK (relation IN (\(list(ClipRelation.self)))),
            item INTEGER NOT NULL,
            clips INTEGER NOT NULL CHECK (clips > 0),
            views INTEGER NOT NULL CHECK (views >= 0),
            PRIMARY KEY (run, relation, item)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE relativeSearch (
            run INTEGER PRIMARY KEY REFERENCES run(id),
            shortfall TEXT CHECK (shortfall IS NULL OR length(shortfall) > 0)
        ) STRICT;
        """
        + ["relative", "relativeSum", "relativeSearch"].map { table in
            """

            CREATE TRIGGER \(table)OnlyWhileWalking BEFORE INSERT ON \(table)
            WHEN (SELECT state FROM run WHERE id = NEW.run) <> 'walking'
            BEGIN SELECT RAISE(ABORT, 'the plan is sealed: what is close to it was searched before'); END;

            CREATE TRIGGER \(table)IsFinal BEFORE UPDATE ON \(table)
            BEGIN SELECT RAISE(ABORT, 'what a search found is kept as it is'); END;

            """
        }.joined()
}
