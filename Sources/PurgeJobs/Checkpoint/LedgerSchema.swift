import GRDB

/// The ledger's tables: named migrations, only ever appended.
///
/// A migration's words are its own for ever: an enumeration that grows needs a migration that rebuilds what it is in.
///
/// The schema is trusted more than the code: STRICT tables, CHECKs and triggers refuse states that cannot be.
/// Ids are made by us and times are integers (microseconds since 1970), so that a second kind of database can
/// hold the same rows.
enum LedgerSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001 first light") { db in
            try db.execute(sql: runs)
            try db.execute(sql: plans)
            try db.execute(sql: effects)
            try db.execute(sql: decisions)
            try db.execute(sql: rules)
            try db.execute(sql: statistics)
        }
        migrator.registerMigration("0002 guards") { db in try db.execute(sql: guards) }
        migrator.registerMigration("0003 tombstones on a schedule") { db in try db.execute(sql: tombstones) }
        migrator.registerMigration("0004 blocks, tags, revocations, restores") { db in
            try db.execute(sql: blocks)
        }
        migrator.registerMigration("0005 pauses and throttles") { db in try db.execute(sql: live) }
        migrator.registerMigration("0006 notifications") { db in try db.execute(sql: notices) }
        migrator.registerMigration("0007 relatives") { db in try db.execute(sql: relatives) }
        migrator.registerMigration("0008 what stores promise") { db in try db.execute(sql: operations) }
        migrator.registerMigration("0009 preservation") { db in try db.execute(sql: preserving) }
        migrator.registerMigration("0010 rules") { db in try db.execute(sql: clipRules) }
        return migrator
    }

    static func list<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> String {
        type.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }

    private static let runs = """
        CREATE TABLE ledger (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            identity BLOB NOT NULL CHECK (length(identity) = 16),
            urlKey BLOB NOT NULL CHECK (length(urlKey) = 32),
            fence INTEGER NOT NULL CHECK (fence >= 0)
        ) STRICT;

        CREATE TABLE document (
            digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
            bytes BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE run (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            state TEXT NOT NULL CHECK (state IN (\(list(RunState.self)))),
            job TEXT NOT NULL,
            site TEXT NOT NULL,
            jobPath TEXT NOT NULL,
            sitePath TEXT NOT NULL,
            jobDigest BLOB NOT NULL REFERENCES document(digest),
            siteDigest BLOB NOT NULL REFERENCES document(digest),
            listsDigest BLOB NOT NULL CHECK (length(listsDigest) = 32),
            exemptionsDigest BLOB NOT NULL CHECK (length(exemptionsDigest) = 32),
            tool TEXT NOT NULL,
            planDigest BLOB CHECK (planDigest IS NULL OR length(planDigest) = 32),
            clips INTEGER NOT NULL DEFAULT 0 CHECK (clips >= 0),
            effects INTEGER CHECK (effects >= 0),
            guardLimit INTEGER CHECK (guardLimit >= 0),
            released INTEGER CHECK (released = effects),
            createdAt INTEGER NOT NULL,
            sealedAt INTEGER,
            startedAt INTEGER,
            endedAt INTEGER,
            progressAt INTEGER,
            fence INTEGER NOT NULL CHECK (fence > 0),
            CHECK (state NOT IN ('sealed', 'applying', 'closed')
                OR (planDigest IS NOT NULL AND sealedAt IS NOT NULL AND effects IS NOT NULL)),
            CHECK (state <> 'walking' OR planDigest IS NULL),
            CHECK (state NOT IN ('applying', 'closed') OR startedAt IS NOT NULL),
            CHECK (state NOT IN ('applying', 'closed') OR effects <= guardLimit OR released IS NOT NULL),
            CHECK ((state IN ('closed', 'cancelled', 'discarded')) = (endedAt IS NOT NULL))
        ) STRICT;

        CREATE TABLE event (
            run INTEGER NOT NULL,
            seq INTEGER NOT NULL CHECK (seq > 0),
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (run, seq)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE head (
            run INTEGER PRIMARY KEY,
            seq INTEGER NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        """

    private static let plans = """
        CREATE TABLE source (
            run INTEGER NOT NULL REFERENCES run(id),
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            cursor TEXT,
            rows INTEGER NOT NULL DEFAULT 0,
            badRows INTEGER NOT NULL DEFAULT 0 CHECK (badRows <= rows),
            isComplete INTEGER NOT NULL DEFAULT 0 CHECK (isComplete IN (0, 1)),
            PRIMARY KEY (run, number),
            CHECK (isComplete = 0 OR cursor IS NOT NULL)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE badRow (
            run INTEGER NOT NULL,
            source INTEGER NOT NULL,
            line INTEGER NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (run, source, line)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE entry (
            run INTEGER NOT NULL REFERENCES run(id),
            list TEXT NOT NULL,
            line INTEGER NOT NULL,
            category TEXT NOT NULL,
            value TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('notFound', 'matched', 'malformed', 'withdrawn')),
            reason TEXT CHECK ((state = 'malformed') = (reason IS NOT NULL)),
            PRIMARY KEY (run, list, line)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE item (
            run INTEGER NOT NULL REFERENCES run(id),
            number INTEGER NOT NULL,
            clip BLOB NOT NULL,
            state TEXT NOT NULL CHECK (state IN (\(list(ItemState.self)))),
            stage INTEGER NOT NULL CHECK (stage BETWEEN 0 AND 6),
            open INTEGER NOT NULL DEFAULT 0 CHECK (open >= 0),
            visibility TEXT NOT NULL CHECK (visibility IN (\(list(Visibility.self)))),
            bytes TEXT NOT NULL CHECK (bytes IN (\(list(BytesState.self)))),
            category TEXT NOT NULL,
            views INTEGER,
            hashes TEXT NOT NULL DEFAULT '',
            cause TEXT,
            darkAt INTEGER,
            conflict TEXT,
            PRIMARY KEY (run, number),
            UNIQUE (run, clip),
            CHECK (state <> 'setAside' OR cause IS NOT NULL),
            CHECK (darkAt IS NULL OR state = 'planned')
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX itemByClip ON item(clip);

        CREATE TABLE match (
            run INTEGER NOT NULL,
            item INTEGER NOT NULL,
            list TEXT NOT NULL,
            line INTEGER NOT NULL,
            rule TEXT NOT NULL CHECK (rule IN ('clipID', 'url', 'hash')),
            evidence TEXT NOT NULL,
            PRIMARY KEY (run, item, list, line, rule)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE object (
            run INTEGER NOT NULL,
            number INTEGER NOT NULL,
            item INTEGER NOT NULL,
            store TEXT NOT NULL,
            key BLOB NOT NULL,
            family TEXT NOT NULL,
            identity TEXT,
            size INTEGER,
            PRIMARY KEY (run, number),
            UNIQUE (run, item, store, key),
            CHECK ((identity IS NULL) = (size IS NULL))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE link (
            run INTEGER NOT NULL,
            number INTEGER NOT NULL,
            item INTEGER NOT NULL,
            family TEXT NOT NULL,
            host TEXT NOT NULL,
            url BLOB NOT NULL,
            size INTEGER,
            isProven INTEGER NOT NULL CHECK (isProven IN (0, 1)),
            PRIMARY KEY (run, number),
            UNIQUE (run, item, url)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE control (
            run INTEGER NOT NULL,
            family TEXT NOT NULL,
            host TEXT NOT NULL,
            url BLOB NOT NULL,
            clip BLOB NOT NULL,
            PRIMARY KEY (run, family, host, url)
        ) STRICT, WITHOUT ROWID;
        """

    private static let effects = """
        CREATE TABLE step (
            run INTEGER NOT NULL,
            number INTEGER NOT NULL,
            item INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('disable', 'confirm', 'purge', 'delete')),
            place TEXT NOT NULL,
            object INTEGER,
            link INTEGER,
            pass INTEGER NOT NULL DEFAULT 1 CHECK (pass >= 1),
            tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
            failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
            state TEXT NOT NULL CHECK (state IN (\(list(StepState.self)))),
            due INTEGER,
            PRIMARY KEY (run, number),
            CHECK ((kind = 'purge') = (link IS NOT NULL)),
            CHECK ((kind <> 'purge') = (object IS NOT NULL)),
            CHECK (kind = 'purge' OR pass = 1),
            CHECK (kind <> 'confirm' OR state <> 'intent'),
            CHECK (kind <> 'confirm' OR tries = 0),
            CHECK ((state = 'ready') = (due IS NOT NULL)),
            CHECK (state <> 'intent' OR tries > 0)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX stepDue ON step(run, place, due) WHERE state = 'ready';
        CREATE INDEX stepByItem ON step(run, item, kind);

        CREATE TABLE attempt (
            run INTEGER NOT NULL,
            number INTEGER NOT NULL,
            step INTEGER NOT NULL,
            pass INTEGER NOT NULL CHECK (pass >= 1),
            try INTEGER NOT NULL CHECK (try >= 1),
            key BLOB NOT NULL CHECK (length(key) = 16),
            fence INTEGER NOT NULL,
            intendedAt INTEGER NOT NULL,
            intentEvent INTEGER NOT NULL,
            finishedAt INTEGER,
            outcome TEXT CHECK (outcome IN
                ('done', 'already', 'gone', 'different', 'accepted', 'refused', 'failed', 'unknown')),
            status INTEGER,
            detail TEXT,
            receiptEvent INTEGER,
            PRIMARY KEY (run, number),
            UNIQUE (run, step, pass, try),
            CHECK ((outcome IS NULL) = (finishedAt IS NULL)),
            CHECK ((outcome IS NULL) = (receiptEvent IS NULL)),
            CHECK (receiptEvent IS NULL OR receiptEvent > intentEvent)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX attemptOpen ON attempt(run) WHERE outcome IS NULL;

        CREATE TABLE sight (
            run INTEGER NOT NULL,
            link INTEGER NOT NULL,
            edge TEXT NOT NULL,
            item INTEGER NOT NULL,
            visibility TEXT NOT NULL CHECK (visibility IN (\(list(Visibility.self)))),
            reason TEXT NOT NULL,
            streak INTEGER NOT NULL DEFAULT 0 CHECK (streak >= 0),
            round INTEGER NOT NULL DEFAULT 0 CHECK (round >= 0),
            isSettled INTEGER NOT NULL DEFAULT 0 CHECK (isSettled IN (0, 1)),
            due INTEGER,
            probedAt INTEGER,
            PRIMARY KEY (run, link, edge),
            CHECK (isSettled = 0 OR (visibility = 'dark' AND streak >= 2 AND due IS NULL)),
            CHECK (streak = 0 OR visibility = 'dark')
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sightDue ON sight(run, edge, due) WHERE due IS NOT NULL;
        CREATE INDEX sightByItem ON sight(run, item);

        CREATE TABLE probe (
            run INTEGER NOT NULL,
            link INTEGER NOT NULL,
            edge TEXT NOT NULL,
            round INTEGER NOT NULL CHECK (round >= 0),
            at INTEGER NOT NULL,
            visibility TEXT NOT NULL,
            reason TEXT NOT NULL,
            status INTEGER,
            event INTEGER NOT NULL,
            PRIMARY KEY (run, link, edge, round, at)
        ) STRICT, WITHOUT ROWID;
        """

    private static let decisions = """
        CREATE TABLE decision (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('exemption', 'hold')),
            clip BLOB NOT NULL,
            reason TEXT NOT NULL CHECK (length(reason) > 0),
            user TEXT NOT NULL,
            host TEXT NOT NULL,
            createdAt INTEGER NOT NULL,
            expiresAt INTEGER CHECK (expiresAt > createdAt),
            removedAt INTEGER CHECK (removedAt >= createdAt),
            removedReason TEXT,
            CHECK ((removedAt IS NULL) = (removedReason IS NULL))
        ) STRICT;
        CREATE INDEX decisionByClip ON decision(clip, kind) WHERE removedAt IS NULL;

        CREATE TABLE tombstone (
            clip BLOB PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run(id),
            darkAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// What the query planner is told of the tables, once and for all: a run holds millions of rows.
    ///
    /// Without figures SQLite takes "of this run" for ten rows, and walks the whole run where an index by item is
    /// at hand. Nobody runs ANALYZE on a ledger, so that plans do not change with what happens to be in it.
    /// Columns: https://www.sqlite.org/fileformat2.html#stat1tab
    private static let statistics = """
        ANALYZE;
        DELETE FROM sqlite_stat1;
        INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
            ('item', 'item', '1000000 1000000 1'),
            ('item', 'sqlite_autoindex_item_2', '1000000 1000000 1'),
            ('item', 'itemByClip', '1000000 2 1 1'),
            ('object', 'object', '10000000 10000000 1'),
            ('object', 'sqlite_autoindex_object_2', '10000000 10000000 12 12 1'),
            ('link', 'link', '10000000 10000000 1'),
            ('link', 'sqlite_autoindex_link_2', '10000000 10000000 12 1'),
            ('step', 'step', '10000000 10000000 1'),
            ('step', 'stepByItem', '10000000 10000000 24 12 1'),
            ('step', 'stepDue', '10000000 10000000 1000000 100 1'),
            ('attempt', 'attempt', '10000000 10000000 1'),
            ('attempt', 'sqlite_autoindex_attempt_2', '10000000 10000000 2 2 1'),
            ('attempt', 'attemptOpen', '1000 1000 1'),
            ('sight', 'sight', '10000000 10000000 2 1'),
            ('sight', 'sightDue', '10000000 10000000 1000000 100 1 1'),
            ('sight', 'sightByItem', '10000000 10000000 24 2 1');
        ANALYZE sqlite_schema;
        """

    private static let rules =
        ["item", "link", "object", "step", "sight", "control", "match"].map { table in
            // R2: what a plan names is complete when it is sealed, and can only shrink from then on.
            """
            CREATE TRIGGER \(table)PlanClosed BEFORE INSERT ON \(table)
            WHEN (SELECT state FROM run WHERE id = NEW.run) <> 'walking'
            BEGIN SELECT RAISE(ABORT, 'the plan is sealed: no \(table) can be added'); END;
            """
        }.joined(separator: "\n") + """

            CREATE TRIGGER attemptOnlyWhileApplying BEFORE INSERT ON attempt
            WHEN (SELECT state FROM run WHERE id = NEW.run) <> 'applying'
            BEGIN SELECT RAISE(ABORT, 'the run is not being applied: nothing may be sent'); END;

            CREATE TRIGGER attemptReceiptIsFinal BEFORE UPDATE ON attempt WHEN OLD.outcome IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'a receipt cannot be rewritten'); END;

            CREATE TRIGGER attemptStays BEFORE DELETE ON attempt
            BEGIN SELECT RAISE(ABORT, 'attempts are kept'); END;

            CREATE TRIGGER eventIsFinal BEFORE UPDATE ON event
            BEGIN SELECT RAISE(ABORT, 'events are kept as they are'); END;

            CREATE TRIGGER eventStays BEFORE DELETE ON event
            BEGIN SELECT RAISE(ABORT, 'events are kept'); END;
            """
}
