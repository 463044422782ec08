// What stores promised and have not done yet; and objects of which a store does not say how long they are.
extension LedgerSchema {
    static let operations = """
        CREATE TABLE operation (
            run INTEGER NOT NULL REFERENCES run(id),
            step INTEGER NOT NULL,
            url BLOB CHECK (url IS NULL OR length(url) > 0),
            acceptedAt INTEGER NOT NULL,
            deadline INTEGER NOT NULL CHECK (deadline > acceptedAt),
            polls INTEGER NOT NULL DEFAULT 0 CHECK (polls >= 0),
            PRIMARY KEY (run, step)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER operationOnlyOfAnEffect BEFORE INSERT ON operation
        WHEN NOT EXISTS (SELECT 1 FROM attempt WHERE run = NEW.run AND step = NEW.step AND outcome = 'accepted')
        BEGIN SELECT RAISE(ABORT, 'nothing was sent that a store could have accepted'); END;

        CREATE TRIGGER operationIsKept BEFORE UPDATE OF run, step, url, acceptedAt, deadline ON operation
        BEGIN SELECT RAISE(ABORT, 'what a store promised is kept as it is'); END;

        CREATE TABLE objectOfAnySize (
            run INTEGER NOT NULL,
            number INTEGER NOT NULL,
            item INTEGER NOT NULL,
            store TEXT NOT NULL,
            key BLOB NOT NULL,
            family TEXT NOT NULL,
            identity TEXT,
            size INTEGER,
            hiddenBy INTEGER,
            PRIMARY KEY (run, number),
            UNIQUE (run, item, store, key),
            CHECK (size IS NULL OR identity IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO objectOfAnySize (run, number, item, store, key, family, identity, size, hiddenBy)
            SELECT run, number, item, store, key, family, identity, size, hiddenBy FROM object;
        DROP TABLE object;
        ALTER TABLE objectOfAnySize RENAME TO object;
        CREATE TRIGGER objectPlanClosed BEFORE INSERT ON object
        WHEN (SELECT state FROM run WHERE id = NEW.run) <> 'walking'
        BEGIN SELECT RAISE(ABORT, 'the plan is sealed: no object can be added'); END;

        INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
            ('object', 'object', '10000000 10000000 1'),
            ('object', 'sqlite_autoindex_object_2', '10000000 10000000 12 12 1');
        ANALYZE sqlite_schema;
        """
}
