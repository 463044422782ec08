// What guards, breakers and withdrawals keep.
extension LedgerSchema {
    static let guards = """
        ALTER TABLE run ADD COLUMN stops INTEGER NOT NULL DEFAULT 0
            CHECK (stops >= 0 AND (stops = 0 OR released IS NOT NULL OR state NOT IN ('applying', 'closed')));
        ALTER TABLE item ADD COLUMN channel BLOB;
        ALTER TABLE item ADD COLUMN creator BLOB;
        ALTER TABLE entry ADD COLUMN key BLOB CHECK (key IS NULL OR length(key) = 16);
        ALTER TABLE entry ADD COLUMN isKnown INTEGER NOT NULL DEFAULT 0 CHECK (isKnown IN (0, 1));

        CREATE TABLE guardStop (
            run INTEGER NOT NULL REFERENCES run(id),
            number INTEGER NOT NULL CHECK (number > 0),
            guard TEXT NOT NULL CHECK (guard IN (\(list(GuardKind.self)))),
            subject TEXT NOT NULL,
            observed INTEGER NOT NULL,
            allowed INTEGER NOT NULL,
            sentence TEXT NOT NULL CHECK (length(sentence) > 0),
            PRIMARY KEY (run, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE breaker (
            run INTEGER NOT NULL REFERENCES run(id),
            place TEXT NOT NULL,
            openedAt INTEGER NOT NULL,
            cause TEXT NOT NULL CHECK (length(cause) > 0),
            closedAt INTEGER CHECK (closedAt >= openedAt),
            PRIMARY KEY (run, place, openedAt)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX breakerOpen ON breaker(run, place) WHERE closedAt IS NULL;

        CREATE TABLE withdrawal (
            id INTEGER PRIMARY KEY,
            list TEXT NOT NULL,
            key BLOB NOT NULL CHECK (length(key) = 16),
            value TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (length(reason) > 0),
            user TEXT NOT NULL,
            host TEXT NOT NULL,
            createdAt INTEGER NOT NULL,
            removedAt INTEGER CHECK (removedAt >= createdAt),
            removedReason TEXT,
            CHECK ((removedAt IS NULL) = (removedReason IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX withdrawalInForce ON withdrawal(list, key) WHERE removedAt IS NULL;

        CREATE TRIGGER guardStopOnlyAtSealing BEFORE INSERT ON guardStop
        WHEN (SELECT state FROM run WHERE id = NEW.run) <> 'walking'
        BEGIN SELECT RAISE(ABORT, 'guards are computed at sealing'); END;

        CREATE TRIGGER guardStopIsFinal BEFORE UPDATE ON guardStop
        BEGIN SELECT RAISE(ABORT, 'what a guard said is kept as it is'); END;

        CREATE TRIGGER guardStopStays BEFORE DELETE ON guardStop
        BEGIN SELECT RAISE(ABORT, 'what a guard said is kept'); END;

        CREATE TRIGGER runCountsItsStops BEFORE UPDATE OF state, stops ON run
        WHEN NEW.state <> 'walking' AND NEW.stops <> (SELECT count(*) FROM guardStop WHERE run = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'a guard that stopped the run was forgotten'); END;

        CREATE TRIGGER runHeldByGuards BEFORE UPDATE OF state, released ON run
        WHEN NEW.state IN ('applying', 'closed') AND NEW.released IS NULL
            AND EXISTS (SELECT 1 FROM guardStop WHERE run = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'a guard holds the run back, and nobody has released it'); END;
        """
}
