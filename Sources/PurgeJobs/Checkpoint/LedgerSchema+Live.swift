// What people decide about sending while it is under way.
extension LedgerSchema {
    static let live = """
        CREATE TABLE pause (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            source TEXT NOT NULL CHECK (source IN ('command', 'pauseFile', 'panicFile')),
            run INTEGER REFERENCES run(id),
            reason TEXT NOT NULL CHECK (length(reason) > 0),
            user TEXT NOT NULL,
            host TEXT NOT NULL,
            createdAt INTEGER NOT NULL,
            until INTEGER CHECK (until > createdAt),
            endedAt INTEGER CHECK (endedAt >= createdAt),
            endedReason TEXT,
            CHECK ((source = 'command') = (until IS NOT NULL)),
            CHECK (source = 'command' OR run IS NULL),
            CHECK ((endedAt IS NULL) = (endedReason IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX pauseInForce ON pause(source, coalesce(run, 0)) WHERE endedAt IS NULL;

        CREATE TABLE throttle (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            subject TEXT NOT NULL CHECK (length(subject) > 0),
            rate REAL NOT NULL CHECK (rate > 0),
            reason TEXT NOT NULL CHECK (length(reason) > 0),
            user TEXT NOT NULL,
            host TEXT NOT NULL,
            createdAt INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > createdAt),
            endedAt INTEGER CHECK (endedAt >= createdAt),
            endedReason TEXT,
            CHECK ((endedAt IS NULL) = (endedReason IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX throttleInForce ON throttle(subject) WHERE endedAt IS NULL;
        """
}
