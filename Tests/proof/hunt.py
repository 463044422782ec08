"""Chooses attacks: a sweep, then those that may hit an empty cell, then random ones."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from attacks import STRACE, AtCall, AtRequest, Attack, WhileWaiting
from binary import Binary
from cells import ANSWERED, BEFORE, CELLS, INTENDED, RECORDED, SENT, WAITING, Cell
from strace import calls
from world import World

CALLS = ("pwrite64", "fdatasync", "fsync", "renameat2", "openat2", "newfstatat", "sendto")

# The calls at which a kill can hit a cell; the hunt finds out which of them.
FITTING: dict[str, tuple[str, ...]] = {
    BEFORE: ("pwrite64",), INTENDED: ("fdatasync", "sendto"), SENT: ("fsync",),
    ANSWERED: ("pwrite64",), RECORDED: ("fdatasync",),
}


@dataclass
class Positions:
    """Where in an uninterrupted run its calls lie: counts a thread, as strace counts."""

    most: dict[str, int]
    requests: dict[str, int]
    confirming: dict[str, tuple[int, int]]
    sealing: tuple[int, int]  # the seal's own writes, a handful among hundreds

    @staticmethod
    def of(world: World, binary: Binary) -> "Positions":
        """Runs the world's job once under strace."""
        trace = world.directory / "positions.strace"
        binary.call(*binary.execute, strace=["-o", str(trace), *STRACE])
        counts: Counter[tuple[int, str]] = Counter()
        confirming: dict[str, tuple[int, int]] = {}
        lane, at_last_move = 0, Counter[str]()
        for call in calls(trace):
            counts[(call.thread, call.name)] += 1
            if call.name == "renameat2":
                lane = call.thread
                at_last_move = Counter({name: count for (thread, name), count in counts.items() if thread == lane})
        for name in ("openat2", "newfstatat"):
            confirming[name] = (at_last_move[name] + 1, max(counts[(lane, name)], at_last_move[name] + 1))
        most = {name: max((count for (_, one), count in counts.items() if one == name), default=1) for name in CALLS}
        visits = [visit for visit in world.servers.log() if visit.phase == "arrived"]
        purges = sum(visit.method == "PURGE" for visit in visits) // 2
        looks = sum(visit.method == "GET" and visit.server == "edge" for visit in visits)
        return Positions(most, {"purge": purges, "rebound": purges, "probe": looks}, confirming, Positions._sealing(world, binary))

    @staticmethod
    def _sealing(world: World, binary: Binary) -> tuple[int, int]:
        """Of a plan alone, the last commit of the thread that writes most is the seal."""
        trace = world.directory / "sealing.strace"
        planner = Binary(binary.path, World(world.directory / "sealing", world.servers))
        planner.call(*planner.planning, strace=["-o", str(trace), *STRACE])
        writes: Counter[int] = Counter()
        commits: dict[int, list[int]] = {}
        for call in calls(trace):
            writes[call.thread] += call.name == "pwrite64"
            if call.name == "fdatasync" and call.is_on_log:
                commits.setdefault(call.thread, []).append(writes[call.thread])
        before, last = commits[max(commits, key=lambda thread: commits[thread][-1])][-2:]
        return before + 1, last


@dataclass
class Hunt:
    """Remembers which attack hit which cell, and narrows down where an empty one must be."""

    positions: Positions
    dice: random.Random
    hits: dict[tuple[str, bool], list[tuple[int, int]]] = field(default_factory=dict)

    def note(self, attack: Attack, cell: Cell) -> None:
        if isinstance(attack, AtCall):
            self.hits.setdefault((attack.call, attack.is_planned), []).append((attack.count, CELLS.index(cell)))

    def sweep(self) -> list[Attack]:
        """One of each kind, in even steps."""
        steps = {"pwrite64": 20, "fdatasync": 18, "fsync": 8, "renameat2": 3, "sendto": 6, "openat2": 4, "newfstatat": 4}
        attacks: list[Attack] = []
        for call, count in steps.items():
            most = self.positions.most[call]
            attacks += [AtCall(call, 1 + place * most // count, place % 2 == 1) for place in range(min(count, most))]
        for work in self.positions.requests:
            attacks += [self._request(work, is_answered) for is_answered in (False, True) for _ in range(3)]
        attacks += [WhileWaiting(work) for work in ("purge", "rebound", "probe") for _ in range(2)]
        self.dice.shuffle(attacks)
        return attacks

    def aimed(self, cell: Cell) -> Attack:
        """An attack that may well hit the cell."""
        kind, point = cell
        if point == WAITING:
            return self._waiting(kind)
        if kind in self.positions.requests and point in (SENT, ANSWERED):
            return self._request(kind, point == ANSWERED)
        if kind == "confirm" and point in (BEFORE, SENT):
            call = "openat2" if point == BEFORE else self.dice.choice(["openat2", "newfstatat"])
            first, last = self.positions.confirming[call]
            return AtCall(call, first if point == BEFORE else self.dice.randint(first, last))
        if cell == ("seal", BEFORE):
            return AtCall("pwrite64", self.dice.randint(*self.positions.sealing))
        if cell == ("probe", BEFORE):
            return AtCall("sendto", self.dice.randint(1, self.positions.most["sendto"] // 4))
        call = self.dice.choice(FITTING[point])
        is_planned = kind not in ("page", "seal") and self.dice.random() < 0.8
        return AtCall(call, self._near(call, is_planned, CELLS.index(cell)), is_planned)

    def anything(self) -> Attack:
        """A random attack: half of them aimed at some cell, half at some call."""
        if self.dice.random() < 0.5:
            return self.aimed(self.dice.choice(CELLS))
        call = self.dice.choice(CALLS)
        return AtCall(call, self.dice.randint(1, self.positions.most[call]), self.dice.random() < 0.7)

    def _request(self, work: str, is_answered: bool) -> AtRequest:
        return AtRequest(work, is_answered, self.dice.randint(1, self.positions.requests[work]))

    def _waiting(self, kind: str) -> WhileWaiting:
        if kind == "disable":
            return WhileWaiting(kind, "renameat2", self.dice.randint(1, 6))
        if kind == "confirm":
            return WhileWaiting(kind, "newfstatat", self.dice.randint(*self.positions.confirming["newfstatat"]))
        return WhileWaiting(kind)

    def _near(self, call: str, is_planned: bool, rank: int) -> int:
        """A count near those that hit the cells next to it in time: threads differ from run to run, so only near."""
        hits = self.hits.get((call, is_planned), [])
        near = sorted(hits, key=lambda hit: abs(hit[1] - rank))[:6]
        if not near or self.dice.random() < 0.2:
            return self.dice.randint(1, self.positions.most[call])
        count, hit = self.dice.choice(near)
        reach = max(2, self.positions.most[call] // 20)
        return max(1, count + self.dice.randint(0, reach) * (1 if hit < rank else -1 if hit > rank else 0))
