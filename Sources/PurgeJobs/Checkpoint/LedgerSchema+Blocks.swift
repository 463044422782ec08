// What blocks, cache tags, revocations and restores keep: more kinds of steps, and sights that wait for light.
extension LedgerSchema {
    static let blocks = """
        ALTER TABLE run ADD COLUMN purpose TEXT NOT NULL DEFAULT 'takedown' CHECK (purpose IN ('takedown', 'restore'));
        ALTER TABLE item ADD COLUMN blockedAt INTEGER CHECK (blockedAt IS NULL OR darkAt IS NULL);
        ALTER TABLE object ADD COLUMN hiddenBy INTEGER;

        CREATE TABLE stepOfMore (
            run INTEGER NOT NULL,
            number INTEGER NOT NULL,
            item INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN
                ('block', 'revoke', 'disable', 'confirm', 'purge', 'purgeTag', 'delete', 'restore', 'unblock')),
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
            CHECK ((kind IN ('disable', 'confirm', 'delete', 'restore')) = (object IS NOT NULL)),
            CHECK ((kind IN ('purgeTag', 'revoke')) = (target IS NOT NULL)),
            CHECK (kind IN ('purge', 'purgeTag', 'block') OR pass = 1),
            CHECK (kind <> 'confirm' OR state <> 'intent'),
            CHECK (kind <> 'confirm' OR tries = 0),
            CHECK ((state = 'ready') = (due IS NOT NULL)),
            CHECK (state <> 'intent' OR tries > 0)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO stepOfMore (run, number, item, kind, place, object, link, pass, tries, failures, state, due)
            SELECT run, number, item, kind, place, object, link, pass, tries, failures, state, due FROM step;
        DROP TABLE step;
        ALTER TABLE stepOfMore RENAME TO step;
        CREATE INDEX stepDue ON step(run, place, due) WHERE state = 'ready';
        CREATE INDEX stepByItem ON step(run, item, kind);
        CREATE TRIGGER stepPlanClosed BEFORE INSERT ON step
        WHEN (SELECT state FROM run WHERE id = NEW.run) <> 'walking'
        BEGIN SELECT RAISE(ABORT, 'the plan is sealed: no step can be added'); END;

        CREATE TABLE sightOfEither (
            run INTEGER NOT NULL,
            link INTEGER NOT NULL,
            edge TEXT NOT NULL,
            item INTEGER NOT NULL,
            wanted TEXT NOT NULL DEFAULT 'dark' CHECK (wanted IN ('dark', 'lit')),
            visibility TEXT NOT NULL CHECK (visibility IN ('dark', 'lit', 'unknown')),
            reason TEXT NOT NULL,
            streak INTEGER NOT NULL DEFAULT 0 CHECK (streak >= 0),
            round INTEGER NOT NULL DEFAULT 0 CHECK (round >= 0),
            isSettled INTEGER NOT NULL DEFAULT 0 CHECK (isSettled IN (0, 1)),
            due INTEGER,
            probedAt INTEGER,
            PRIMARY KEY (run, link, edge),
            CHECK (isSettled = 0 OR (visibility = wanted AND streak >= 2 AND due IS NULL)),
            CHECK (isSettled = 0 OR wanted = 'lit' OR reason = 'gone'),
            CHECK (streak = 0 OR visibility = wanted)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO sightOfEither (run, link, edge, item, visibility, reason, streak, round, isSettled, due, probedAt)
            SELECT run, link, edge, item, visibility, reason, streak, round, isSettled, due, probedAt FROM sight;
        DROP TABLE sight;
        ALTER TABLE sightOfEither RENAME TO sight;
        CREATE INDEX sightDue ON sight(run, edge, due) WHERE due IS NOT NULL;
        CREATE INDEX sightByItem ON sight(run, item);
        CREATE TRIGGER sightPlanClosed BEFORE INSERT ON sight
        WHEN (SELECT state FROM run WHERE id = NEW.run) <> 'walking'
        BEGIN SELECT RAISE(ABORT, 'the plan is sealed: no sight can be added'); END;

        CREATE TABLE release (
            clip BLOB NOT NULL,
            run INTEGER NOT NULL REFERENCES run(id),
            restore INTEGER NOT NULL REFERENCES run(id),
            PRIMARY KEY (clip, run, restore)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE blocked (
            place TEXT NOT NULL,
            url BLOB NOT NULL,
            run INTEGER NOT NULL REFERENCES run(id),
            lifting INTEGER REFERENCES run(id),
            PRIMARY KEY (place, url, run)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
            ('step', 'step', '10000000 10000000 1'),
            ('step', 'stepByItem', '10000000 10000000 24 12 1'),
            ('step', 'stepDue', '10000000 10000000 1000000 100 1'),
            ('sight', 'sight', '10000000 10000000 2 1'),
            ('sight', 'sightDue', '10000000 10000000 1000000 100 1 1'),
            ('sight', 'sightByItem', '10000000 10000000 24 2 1');
        ANALYZE sqlite_schema;
        """
}
