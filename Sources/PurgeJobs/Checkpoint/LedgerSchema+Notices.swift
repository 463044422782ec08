// What people are to be told, written with what it tells of, and what became of telling them.
extension LedgerSchema {
    static let notices = """
        CREATE TABLE notice (
            number INTEGER PRIMARY KEY CHECK (number > 0),
            id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
            kind TEXT NOT NULL CHECK (length(kind) > 0),
            run INTEGER REFERENCES run(id),
            subject TEXT NOT NULL,
            sentence TEXT NOT NULL CHECK (length(sentence) > 0),
            at INTEGER NOT NULL,
            UNIQUE (kind, subject)
        ) STRICT;
        CREATE INDEX noticeByTime ON notice(at);

        CREATE TABLE delivery (
            notice INTEGER NOT NULL REFERENCES notice(number),
            channel TEXT NOT NULL CHECK (length(channel) > 0),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'givenUp')),
            tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
            due INTEGER,
            endedAt INTEGER,
            detail TEXT,
            PRIMARY KEY (notice, channel),
            CHECK ((state = 'waiting') = (due IS NOT NULL)),
            CHECK ((state = 'waiting') = (endedAt IS NULL)),
            CHECK (state <> 'sent' OR tries > 0)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX deliveryDue ON delivery(channel, due) WHERE due IS NOT NULL;

        CREATE TRIGGER noticeIsFinal BEFORE UPDATE ON notice
        BEGIN SELECT RAISE(ABORT, 'what people were told is kept as it is'); END;

        CREATE TRIGGER noticeStays BEFORE DELETE ON notice
        BEGIN SELECT RAISE(ABORT, 'what people were told is kept'); END;
        """
}
