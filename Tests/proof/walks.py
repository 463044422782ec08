"""Kills the real `purge plan` while it walks inventories of every kind, resumes it, and compares what it planned.

Each plan is killed again and again, at points that are drawn from the rows that come next, and in the passes after the
walk, until it is sealed. Whatever was hit: the digest and every row of the plan are those of the plan that nobody
disturbed.
"""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path

from binary import DONE, Binary, Running
from checks import Part
from ledger import Ledger
from walk_world import WalkWorld

ROWS, LONG_ROWS = 1000, 6000
KILLS, LONG_KILLS = 40, 400
BUDGET, LONG_BUDGET = 60.0, 1800.0
STRIDE = 4  # a kill comes within such a part of the rows after the one before
EARLY = 0.1  # the share of the kills that do not wait for a row
MOST_LATE = 2  # kills of one plan after its last row
LATEST = 0.25  # seconds after the last row, in which the later passes and the sealing are hit
KINDS = ("gzip", "zstd", "lines", "lines", "csv", "csv in gzip", "table", "API", "tree", "after the walk")


def check_walks(part: Part, path: Path, directory: Path, is_long: bool, seed: int) -> None:
    """At least so many kills, all kinds of inventories among what they hit, and never another plan."""
    dice = random.Random(seed)
    part.note("seed", seed)
    wanted, budget = (LONG_KILLS, LONG_BUDGET) if is_long else (KILLS, BUDGET)
    with WalkWorld(directory / "walks", LONG_ROWS if is_long else ROWS) as world:
        binary = Binary(path, world)  # type: ignore[arg-type]
        begun = time.monotonic()
        answer = binary.call(*binary.planning, timeout=600)
        if not part.check(answer.code == DONE, "the plan that nobody disturbs ends well", answer):
            return
        expected, total = _planned(world), _rows(world)
        part.check(len(expected["items"]) > 20, "it acts on clips", len(expected["items"]))
        part.note("seconds undisturbed", round(time.monotonic() - begun, 1))
        hits: Counter[str] = Counter()
        plans, begun = 0, time.monotonic()
        while sum(hits.values()) < wanted or not all(hits[kind] for kind in KINDS):
            if time.monotonic() - begun > budget:
                break
            shutil.rmtree(world.state)
            found = _killed_to_its_end(part, world, binary, total, dice, hits)
            plans += 1
            part.equal(found.json().get("digest"), answer.json().get("digest"), f"plan {plans}: the same digest")
            planned = _planned(world)
            odd = [name for name in expected if planned.get(name) != expected[name]]
            part.check(not odd, f"plan {plans}: the same rows in the ledger", odd)
            part.equal(_rows(world), total, f"plan {plans}: every row was counted once")
        part.check(sum(hits.values()) >= wanted, f"{wanted} kills", sum(hits.values()))
        for kind in dict.fromkeys(KINDS):
            part.check(hits[kind] > 0, f"the walk was killed in: {kind}", dict(hits))
        part.note("kills", sum(hits.values()))
        part.note("plans", plans)
    shutil.rmtree(directory / "walks")


def _killed_to_its_end(
    part: Part, world: WalkWorld, binary: Binary, total: int, dice: random.Random, hits: Counter[str],
) -> "object":
    """Plans, is killed and plans on until it comes to its end; the answer of the last call."""
    late = 0
    while True:
        before = _progress(world)[0]
        running = binary.start(*binary.planning)
        # What follows the walk is done anew after each kill, so that few of them are enough.
        point = before if dice.random() < EARLY else before + dice.randint(0, total // STRIDE)
        if late >= MOST_LATE or not _reaches(running, world, min(point, total)):
            return _ended(part, running)
        time.sleep(dice.uniform(0, LATEST if point >= total else 0.02))
        running.child.send_signal(signal.SIGKILL)
        running.child.communicate()
        if running.child.returncode != -signal.SIGKILL or _state(world) == "sealed":
            # It was quicker. The same command makes the same plan anew, which nobody disturbs then.
            return _ended(part, binary.start(*binary.planning))
        rows, source = _progress(world)
        part.check(rows >= before, "a kill takes no page back", f"{rows} < {before}")
        hits[KINDS[source]] += 1
        late += rows >= total


def _ended(part: Part, running: Running) -> "object":
    answer = running.wait()
    part.check(answer.code == DONE, "a plan that was killed ends well", answer)
    return answer


def _reaches(running: Running, world: WalkWorld, rows: int) -> bool:
    """Waits until so many rows are in the ledger; whether the process is still there then."""
    while running.child.poll() is None:
        if _progress(world)[0] >= rows:
            return True
        time.sleep(0.003)
    return False


def _progress(world: WalkWorld) -> tuple[int, int]:
    """The rows of the newest run that are done, and the number of the source that is walked next."""
    if not (world.state / "ledger.sqlite").exists():
        return 0, 0
    try:
        with sqlite3.connect(f"file:{world.state}/ledger.sqlite?mode=ro", uri=True) as db:
            run = "(SELECT max(id) FROM run)"
            rows = db.execute(f"SELECT coalesce(sum(rows), 0) FROM source WHERE run = {run}").fetchone()[0]
            done = db.execute(f"SELECT count(*) FROM source WHERE run = {run} AND isComplete").fetchone()[0]
        db.close()
    except sqlite3.OperationalError:  # it is only being made
        return 0, 0
    return rows, done


def _state(world: WalkWorld) -> str:
    with Ledger(world.state) as ledger:
        return ledger.state


def _rows(world: WalkWorld) -> int:
    return _progress(world)[0]


def _planned(world: WalkWorld) -> dict[str, object]:
    """All that the plan says, and where each walk ended."""
    with Ledger(world.state) as ledger:
        sources = ledger.rows(
            "SELECT number, name, rows, badRows, isComplete, cursor FROM source WHERE run = ? ORDER BY 1", ledger.run)
        return ledger.final() | {"sources": sources}
