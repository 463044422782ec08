"""Which cell of the matrix a kill really hit: judged from the ledger, the servers' log, the tree and the trace.

The matrix is kind of work × point. Cells that cannot exist by definition: an inventory page, the seal, `confirm` and
a probe change nothing outside and have no intent; page and seal send nothing and wait for nothing, either.
"""

from __future__ import annotations

from collections import Counter

from attacks import Death
from ledger import Attempt, Ledger
from servers import Visit
from world import World

BEFORE, INTENDED, SENT, ANSWERED, RECORDED, WAITING = "before", "intent durable", "sent", "answered", "recorded", "waiting"
POINTS = (BEFORE, INTENDED, SENT, ANSWERED, RECORDED, WAITING)
KINDS = ("page", "seal", "disable", "confirm", "purge", "rebound", "probe")
NONE = {("page", point) for point in (INTENDED, SENT, ANSWERED, WAITING)} \
    | {("seal", point) for point in (INTENDED, SENT, ANSWERED, WAITING)} | {("confirm", INTENDED), ("probe", INTENDED)}
CELLS = [(kind, point) for kind in KINDS for point in POINTS if (kind, point) not in NONE]

Cell = tuple[str, str]


def classify(world: World, death: Death) -> Cell | None:
    """The cell that the kill hit; nothing when the run was over already."""
    with Ledger(world.state) as ledger:
        state = ledger.state
        if state in ("none", "walking"):
            return _walking(ledger)
        if state == "sealed":
            return "seal", RECORDED
        if state != "applying":
            return None
        if (waiting := _aimed_wait(ledger, death)) is not None:
            return waiting
        if open_attempts := [attempt for attempt in ledger.attempts() if attempt.outcome is None]:
            return _in_flight(world, ledger, death, open_attempts)
        return _between(world, ledger, death)


def _aimed_wait(ledger: Ledger, death: Death) -> Cell | None:
    """A kill that was aimed at a wait hit it when work of that kind is due later, and none of it is in flight."""
    work, _, point = death.aim.partition(" ")
    is_aimed = point.startswith("waiting") and any(one.work == work for one in ledger.attempts() if one.outcome is None) is False
    if is_aimed and any(kind == work and time > death.at // 1000 - 100_000 for kind, time in ledger.due()):
        return work, WAITING
    return None


def _walking(ledger: Ledger) -> Cell:
    if not ledger.run:
        return "page", BEFORE
    pages = ledger.rows("SELECT isComplete, cursor IS NOT NULL FROM source WHERE run = ?", ledger.run)
    if all(is_complete for is_complete, _ in pages):
        return "seal", BEFORE
    return "page", RECORDED if any(has_begun for _, has_begun in pages) else BEFORE


def _in_flight(world: World, ledger: Ledger, death: Death, attempts: list[Attempt]) -> Cell:
    """There are intents without a receipt."""
    work = attempts[-1].work
    mine = [attempt for attempt in attempts if attempt.work == work]
    if work == "disable":
        moved = [attempt for attempt in mine if attempt.target not in death.served]
        if not moved:
            return work, INTENDED
        is_midway = len(moved) < len(mine) or (death.last is not None and death.last.name in ("fsync", "mkdirat"))
        return work, SENT if is_midway else ANSWERED
    log = world.servers.log()
    settled = Counter(attempt.target for attempt in ledger.attempts() if attempt.outcome is not None)
    arrived = Counter(visit.url for visit in log if visit.method == "PURGE" and visit.phase == "arrived")
    answered = Counter(visit.url for visit in log if visit.method == "PURGE" and visit.phase == "answered")
    seen = [attempt.target for attempt in mine if arrived[attempt.target] > settled[attempt.target]]
    if not seen:
        return work, INTENDED
    is_open = any(arrived[target] > answered[target] for target in seen)
    return work, SENT if is_open else ANSWERED


def _between(world: World, ledger: Ledger, death: Death) -> Cell | None:
    """Nothing is in flight: something was recorded, is about to begin, or waits."""
    now = death.at // 1000
    due = list(ledger.due())
    event, number = ledger.last_event()
    is_committing = death.last is not None and death.last.name == "fdatasync" and death.last.is_on_log
    looks = _looks(world.servers.log(), ledger)
    if looks:
        is_open = len([visit for visit in looks if visit.phase == "arrived"]) > \
            len([visit for visit in looks if visit.phase == "answered"])
        return "probe", SENT if is_open else ANSWERED
    ready = [work for work, time in due if time <= now]
    if is_committing:
        return _recorded(ledger, event, number, ready)
    if "confirm" in ready:
        return _confirming(world, death)
    if ready:
        return ready[0], BEFORE
    return (min(due, key=lambda one: one[1])[0], WAITING) if due else None


def _recorded(ledger: Ledger, event: str, number: int, ready: list[str]) -> Cell:
    """It died while the commit that holds the last event, or confirm's receipts, which have none, was synced."""
    if event == "round":
        return "probe", RECORDED
    if event in ("started", "recovered"):
        return (ready[0] if ready else "disable"), BEFORE
    kinds = ledger.rows(
        """SELECT s.kind, a.pass FROM attempt a JOIN step s ON s.run = a.run AND s.number = a.step
        WHERE a.run = ? AND a.receiptEvent = ?""", ledger.run, number)
    if kinds and kinds[0][0] == "purge":
        return ("rebound" if kinds[0][1] > 1 else "purge"), RECORDED
    return ("disable" if "confirm" in ready else "confirm"), RECORDED


def _confirming(world: World, death: Death) -> Cell:
    looks = death.looked_since_commit(world.www)
    if death.last is not None and death.last.name in ("openat2", "newfstatat"):
        return "confirm", SENT if looks or death.last.name == "newfstatat" else BEFORE
    return "confirm", ANSWERED if looks else BEFORE


def _looks(log: list[Visit], ledger: Ledger) -> list[Visit]:
    """The probes that arrived after the last round that is recorded."""
    last = int(ledger.one("SELECT max(at) FROM event WHERE run = ? AND kind IN ('round', 'recovered', 'started')",
                          ledger.run) or 0)
    return [visit for visit in log if visit.method == "GET" and visit.phase in ("arrived", "answered")
            and visit.at // 1000 > last]
