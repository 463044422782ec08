// What the watch keeps of clips that were taken down.
extension LedgerSchema {
    static let tombstones = """
        ALTER TABLE tombstone ADD COLUMN state TEXT NOT NULL DEFAULT 'watched'
            CHECK (state IN ('watched', 'relit', 'returned'));
        ALTER TABLE tombstone ADD COLUMN looks INTEGER NOT NULL DEFAULT 0 CHECK (looks >= 0);
        ALTER TABLE tombstone ADD COLUMN due INTEGER;
        UPDATE tombstone SET due = darkAt + 3600000000;
        CREATE INDEX tombstoneDue ON tombstone(due) WHERE due IS NOT NULL;
        """
}
