// What holds that ask for it have put aside: a kind of step, and what is kept of which object.
extension LedgerSchema {
    static let preserving = """
        ALTER TABLE decision ADD COLUMN preserves INTEGER NOT NULL DEFAULT 0
            CHECK (preserves = 0 OR (preserves = 1 AND kind = 'hold'));
        CREATE INDEX decisionToPreserve ON decision(clip) WHERE preserves = 1 AND removedAt IS NULL;

        CREATE TABLE stepWithPreserve (
            run INTEGER NOT NULL,
            number INTEGER NOT NULL,
            item INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('block', 'revoke', 'disable', 'confirm', 'preserve', 'purge', 'purgeTag',
                'delete', 'restore', 'unblock')),
            place TEXT NOT NULL,
            object INTEGER,
            link INTEGER,
            target BLOB,
            pass INTEGER NOT NULL DEFAULT 1 CHECK (pass >= 1),
            tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
            failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'intent', 'done', 'failed', 'skipped')),
            due INTEGER,
            PRIMARY KEY (run, number),
            CHECK ((kind IN ('purge', 'block', 'unblock')) = (link IS NOT NULL)),
            CHECK ((kind IN ('disable', 'confirm', 'preserve', 'delete', 'restore')) = (object IS NOT NULL)),
            CHECK ((kind IN ('purgeTag', 'revoke')) = (target IS NOT NULL)),
            CHECK (kind IN ('purge', 'purgeTag', 'block', 'preserve') OR pass = 1),
            CHECK (kind <> 'confirm' OR state <> 'intent'),
            CHECK (kind <> 'confirm' OR tries = 0),
            CHECK ((state = 'ready') = (due IS NOT NULL)),
            CHECK (state <> 'intent' OR tries > 0)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO stepWithPreserve
            (run, number, item, kind, place, object, link, target, pass, tries, failures, state, due)
            SELECT run, number, item, kind, place, object, link, target, pass, tries, failures, state, due FROM step;
        DROP TABLE step;
        ALTER TABLE stepWithPreserve RENAME TO step;
        CREATE INDEX stepDue ON step(run, place, due) WHERE state = 'ready';
        CREATE INDEX stepByItem ON step(run, item, kind);
        CREATE TRIGGER stepPlanClosed BEFORE INSERT ON step
        WHEN (SELECT state FROM run WHERE id = NEW.run) <> 'walking'
        BEGIN SELECT RAISE(ABORT, 'the plan is sealed: no step can be added'); END;

        CREATE TABLE preserved (
            run INTEGER NOT NULL REFERENCES run(id),
            object INTEGER NOT NULL,
            clip BLOB NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            size INTEGER NOT NULL CHECK (size >= 0),
            way TEXT NOT NULL CHECK (way IN ('shared', 'moved', 'copied')),
            preservedAt INTEGER NOT NULL,
            ending TEXT CHECK (ending IN ('released', 'destroyed')),
            endedAt INTEGER CHECK (endedAt >= preservedAt),
            PRIMARY KEY (run, object),
            CHECK ((ending IS NULL) = (endedAt IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX preservedByClip ON preserved(clip) WHERE endedAt IS NULL;
        CREATE TRIGGER preservedStays BEFORE DELETE ON preserved
        BEGIN SELECT RAISE(ABORT, 'what was preserved is kept in the record'); END;

        INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
            ('step', 'step', '10000000 10000000 1'),
            ('step', 'stepByItem', '10000000 10000000 24 12 1'),
            ('step', 'stepDue', '10000000 10000000 1000000 100 1');
        ANALYZE sqlite_schema;
        """
}
