// Rules: entries that no list holds, matches by what an inventory says, and what is found for people alone.
extension LedgerSchema {
    static let clipRules = """
        ALTER TABLE entry ADD COLUMN kind TEXT NOT NULL DEFAULT 'listed' CHECK (kind IN ('listed', 'rule', 'review'));

        CREATE TABLE matchOfMore (
            run INTEGER NOT NULL,
            item INTEGER NOT NULL,
            list TEXT NOT NULL,
            line INTEGER NOT NULL,
            rule TEXT NOT NULL CHECK (rule IN ('clipID', 'url', 'hash', 'metadata')),
            evidence TEXT NOT NULL,
            PRIMARY KEY (run, item, list, line, rule)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO matchOfMore (run, item, list, line, rule, evidence)
            SELECT run, item, list, line, rule, evidence FROM match;
        DROP TABLE match;
        ALTER TABLE matchOfMore RENAME TO match;

        """ + matches + findings

    private static let matches = """
        CREATE TRIGGER matchPlanClosed BEFORE INSERT ON match
        WHEN (SELECT state FROM run WHERE id = NEW.run) <> 'walking'
        BEGIN SELECT RAISE(ABORT, 'the plan is sealed: no match can be added'); END;

        CREATE TRIGGER matchIsNoReview BEFORE INSERT ON match
        WHEN (SELECT kind FROM entry WHERE run = NEW.run AND list = NEW.list AND line = NEW.line) = 'review'
        BEGIN SELECT RAISE(ABORT, 'what a rule with titles finds is for people alone'); END;

        """

    private static let findings = """
        CREATE TABLE ruleFinding (
            run INTEGER NOT NULL REFERENCES run(id),
            list TEXT NOT NULL,
            line INTEGER NOT NULL,
            clip BLOB NOT NULL,
            views INTEGER,
            PRIMARY KEY (run, list, line, clip)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE ruleSum (
            run INTEGER NOT NULL REFERENCES run(id),
            list TEXT NOT NULL,
            line INTEGER NOT NULL,
            named INTEGER NOT NULL CHECK (named >= 0),
            more INTEGER NOT NULL CHECK (more >= 0),
            moreViews INTEGER NOT NULL CHECK (moreViews >= 0),
            PRIMARY KEY (run, list, line)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER ruleFindingIsFinal BEFORE UPDATE ON ruleFinding
        BEGIN SELECT RAISE(ABORT, 'what a rule found is kept as it is'); END;

        """
        + [("ruleFinding", "INSERT"), ("ruleSum", "INSERT"), ("ruleSum", "UPDATE")].map { table, change in
            """
            CREATE TRIGGER \(table)\(change)OnlyWhileWalking BEFORE \(change) ON \(table)
            WHEN (SELECT state FROM run WHERE id = NEW.run) <> 'walking'
            BEGIN SELECT RAISE(ABORT, 'the plan is sealed: what rules found stays as it is'); END;

            """
        }.joined()
}
