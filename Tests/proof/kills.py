"""Kills the real binary over a matrix of kinds of work and points, resumes it, and compares the end.

An attack is drawn by what it aims at; the cell that it truly hit is judged afterwards. First every attack of a fixed
sweep is made once, then those that aim at cells that are still empty, then random ones until the count is reached.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from attacks import AtCall, Attack
from binary import INTERRUPTED, SETTLING, Binary
from cells import CELLS, KINDS, NONE, POINTS, Cell, classify
from checks import Part
from hunt import Hunt, Positions
from outcome import Outcome, check_end, check_laws, finish, next_command, reference
from servers import Servers
from world import World

STEERING = 60  # attacks on a cell that stays empty
AGAIN = 0.12  # how often the resume is killed, too
DEEPEST = 3


@dataclass
class Campaign:
    """What all workers share."""

    part: Part
    binary: Path
    directory: Path
    wanted: int
    deadline: float
    expected: Outcome
    dice: random.Random
    hunt: Hunt
    again: float

    def __post_init__(self) -> None:
        self.cells: Counter[Cell] = Counter()
        self.aims: Counter[str] = Counter()
        self.missed = 0
        self.doubles = 0
        self.lock = threading.Lock()
        self.attacks = self._draw()

    @property
    def kills(self) -> int:
        return sum(self.cells.values())

    def next(self) -> Attack | None:
        """The next attack; nothing when there were enough, or time is up and no cell is empty."""
        with self.lock:
            if self.part.stops and self.part.failures:
                return None
            return next(self.attacks, None)

    def _draw(self) -> Iterator[Attack]:
        yield from self.hunt.sweep()
        for cell in CELLS:
            for _ in range(STEERING):
                if self.cells[cell]:
                    break
                yield self.hunt.aimed(cell)
        while self.kills < self.wanted and time.monotonic() < self.deadline:
            yield self.hunt.anything()

    def note(self, attack: Attack, cell: Cell | None, depth: int) -> None:
        with self.lock:
            if cell is None:
                self.missed += 1
                return
            self.cells[cell] += 1
            if depth == 1:
                self.hunt.note(attack, cell)
            self.doubles += depth > 1


def check_kills(part: Part, path: Path, directory: Path, wanted: int, budget: float, seed: int, again: float = AGAIN) -> None:
    """The whole campaign, with two workers."""
    with Servers() as servers:
        world = World(directory / "kill-reference", servers)
        expected = reference(world, Binary(path, world))
        world = World(directory / "kill-positions", servers)
        positions = Positions.of(world, Binary(path, world))
    dice = random.Random(seed)
    deadline = time.monotonic() + budget
    campaign = Campaign(part, path, directory, wanted, deadline, expected, dice, Hunt(positions, dice), again)
    part.note("seed", seed)
    workers = [threading.Thread(target=_work, args=(campaign, number)) for number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(table(campaign.cells), flush=True)
    for cell in CELLS:
        part.check(campaign.cells[cell] > 0, f"the cell {cell[0]} × {cell[1]} was hit")
    part.check(campaign.kills >= wanted, f"{wanted} kills", campaign.kills)
    part.note("kills", campaign.kills)
    part.note("of them during a resume", campaign.doubles)
    part.note("too late", campaign.missed)


def first_command(attack: Attack, binary: Binary) -> tuple[str, ...]:
    """What the attack is made on."""
    if isinstance(attack, AtCall) and attack.is_planned:
        return binary.applying(binary.call(*binary.planning).json())
    return binary.execute


def table(cells: Counter[Cell]) -> str:
    """The matrix; `·` is a cell that cannot exist: a read has no intent, a plan sends and waits for nothing."""
    lines = [f"  {'kills':<9}" + "".join(f"{point:>16}" for point in POINTS)]
    for kind in KINDS:
        counts = ("·" if (kind, point) in NONE else str(cells[(kind, point)]) for point in POINTS)
        lines.append(f"  {kind:<9}" + "".join(f"{count:>16}" for count in counts))
    return "\n".join(lines)


def _work(campaign: Campaign, number: int) -> None:
    with Servers() as servers:
        while (attack := campaign.next()) is not None:
            try:
                _once(campaign, attack, servers, campaign.directory / f"kill-{number}")
            except Exception as error:  # noqa: BLE001
                campaign.part.check(False, f"the kill at {attack.aim} could be judged", f"{type(error).__name__}: {error}")


def _once(campaign: Campaign, attack: Attack, servers: Servers, directory: Path) -> None:
    """One world, killed up to three times, brought to its end and judged."""
    world = World(directory, servers)
    binary = Binary(campaign.binary, world)
    command, aims, depth = first_command(attack, binary), [], 0
    while True:
        depth += 1
        aims.append(attack.aim)
        answer, death = attack.strike(world, binary, command)
        if death is not None:
            campaign.note(attack, classify(world, death), depth)
            check_laws(campaign.part, world, binary, f"killed at {', '.join(aims)}")
        elif depth == 1:
            campaign.note(attack, None, depth)
        following = next_command(world, binary)
        if death is None or not following or depth >= DEEPEST or campaign.dice.random() >= campaign.again:
            break
        command, attack = following, campaign.hunt.anything()
    if death is not None or answer.code in (SETTLING, INTERRUPTED):
        answer = finish(world, binary)
    is_good = check_end(campaign.part, world, binary, answer, campaign.expected, f"after {', '.join(aims)}")
    if is_good:
        world.remove()
    else:
        world.directory.rename(directory.with_name(f"{directory.name}-failed-{time.time_ns()}"))
