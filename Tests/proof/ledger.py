"""Reads a ledger from outside: always a copy of the files, so that looking changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

TARGET = "coalesce(cast(o.key AS TEXT), cast(l.url AS TEXT))"


@dataclass(frozen=True)
class Attempt:
    """One try of one step, with what it aims at: an object's key or a link's URL."""

    number: int
    kind: str
    step: int
    attempt_pass: int
    target: str
    key: bytes
    intended_at: int  # microseconds since 1970
    outcome: str | None

    @property
    def work(self) -> str:
        return "rebound" if self.kind == "purge" and self.attempt_pass > 1 else self.kind


class Ledger:
    """A copy of a state directory's ledger, open for reading."""

    def __init__(self, state: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="purge-ledger-"))
        for suffix in ("", "-wal"):
            source = state / f"ledger.sqlite{suffix}"
            if source.exists():
                shutil.copyfile(source, self.folder / source.name)
        self.db = sqlite3.connect(self.folder / "ledger.sqlite")
        self.db.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        self.is_made = bool(self.rows("SELECT 1 FROM sqlite_master WHERE name = 'attempt'"))

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def rows(self, sql: str, *arguments: object) -> list[tuple]:
        return self.db.execute(sql, arguments).fetchall()

    def one(self, sql: str, *arguments: object) -> object:
        found = self.rows(sql, *arguments)
        return found[0][0] if found else None

    def integrity(self) -> str:
        return ", ".join(row[0] for row in self.rows("PRAGMA integrity_check"))

    @property
    def run(self) -> int:
        """The newest run's id; 0 when there is none."""
        return int(self.one("SELECT max(id) FROM run") or 0) if self.is_made else 0

    @property
    def run_name(self) -> str:
        """The newest run's id as commands take it."""
        digits, run = "0123456789abcdefghjkmnpqrstvwxyz", self.run
        return "".join(digits[run >> (5 * place) & 31] for place in reversed(range(13)))

    @property
    def state(self) -> str:
        return str(self.one("SELECT state FROM run WHERE id = ?", self.run) or "none") if self.is_made else "none"

    def attempts(self) -> list[Attempt]:
        """Every attempt of every run, in the order of their intents."""
        if not self.is_made:
            return []
        return [Attempt(*row) for row in self.rows(
            f"""SELECT a.number, s.kind, a.step, a.pass, {TARGET}, a.key, a.intendedAt, a.outcome
            FROM attempt a JOIN step s ON s.run = a.run AND s.number = a.step
            LEFT JOIN object o ON o.run = s.run AND o.number = s.object
            LEFT JOIN link l ON l.run = s.run AND l.number = s.link ORDER BY a.run, a.number""")]

    def attempts_by_target(self) -> Counter[str]:
        return Counter(attempt.target for attempt in self.attempts())

    def planned(self) -> tuple[set[str], set[str]]:
        """Every object key and every URL that a plan names."""
        return ({row[0] for row in self.rows("SELECT cast(key AS TEXT) FROM object")},
                {row[0] for row in self.rows("SELECT cast(url AS TEXT) FROM link")})

    def due(self) -> Iterator[tuple[str, int]]:
        """The ready steps and due looks of the newest run: kind of work, due time in microseconds."""
        for kind, step_pass, due in self.rows(
                "SELECT kind, pass, due FROM step WHERE run = ? AND state = 'ready'", self.run):
            yield ("rebound" if kind == "purge" and step_pass > 1 else kind), due
        for (due,) in self.rows("SELECT due FROM sight WHERE run = ? AND due IS NOT NULL", self.run):
            yield "probe", due

    def last_event(self) -> tuple[str, int]:
        found = self.rows("SELECT kind, seq FROM event WHERE run = ? ORDER BY seq DESC LIMIT 1", self.run)
        return found[0] if found else ("none", 0)

    def final(self) -> dict[str, object]:
        """What must be the same however the run went: no ids of runs, no times, no counts of attempts."""
        run = self.run
        tables = {
            "run": "SELECT state, clips, effects FROM run WHERE id = ?",
            "items": """SELECT cast(clip AS TEXT), state, stage, open, visibility, bytes, category, cause,
                darkAt IS NOT NULL FROM item WHERE run = ? ORDER BY 1""",
            "objects": "SELECT store, cast(key AS TEXT), family, size FROM object WHERE run = ? ORDER BY 1, 2",
            "links": "SELECT cast(url AS TEXT), family, host, size, isProven FROM link WHERE run = ? ORDER BY 1",
            "steps": f"""SELECT s.kind, s.place, {TARGET}, s.state FROM step s
                LEFT JOIN object o ON o.run = s.run AND o.number = s.object
                LEFT JOIN link l ON l.run = s.run AND l.number = s.link WHERE s.run = ? ORDER BY 1, 2, 3""",
            "sights": """SELECT cast(l.url AS TEXT), s.edge, s.visibility, s.reason, s.isSettled, s.due
                FROM sight s JOIN link l ON l.run = s.run AND l.number = s.link WHERE s.run = ? ORDER BY 1, 2""",
            "entries": "SELECT list, line, category, value, state, reason FROM entry WHERE run = ? ORDER BY 1, 2",
            "matches": """SELECT cast(i.clip AS TEXT), m.list, m.line, m.rule FROM match m
                JOIN item i ON i.run = m.run AND i.number = m.item WHERE m.run = ? ORDER BY 1, 2, 3""",
            "controls": "SELECT family, host, cast(url AS TEXT) FROM control WHERE run = ? ORDER BY 1, 2, 3",
            "open attempts": "SELECT count(*) FROM attempt WHERE outcome IS NULL AND run = ?",
            "tombstones": "SELECT cast(clip AS TEXT) FROM tombstone WHERE run = ? ORDER BY 1",
        }
        return {name: self.rows(sql, run) for name, sql in tables.items()}
