"""What a phase of the part `network` left: by the ledgers of all its sites, and by the servers' log."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from binary import Answer, Binary
from checks import Part
from ledger import Ledger
from network_faults import FAULTS, KINDS, Cell
from network_world import FaultServers, NetworkWorld, Visit

BEHIND_BLOCKS = ("blocked", "blockedCopy")


@dataclass
class Scene:
    """A site with some of the cells, and how the last call of the binary there ended."""

    name: str
    world: NetworkWorld
    binary: Binary
    last: Answer | None = None


@dataclass(frozen=True)
class Attempt:
    """One try of a step: what it aims at is a link's target or, of a clip's own step, the clip."""

    step: str
    target: str
    intended: int  # microseconds since 1970
    finished: int | None
    outcome: str | None
    status: int | None


@dataclass(frozen=True)
class Sight:
    """What is known of a link at an edge."""

    clip: str
    target: str
    visibility: str
    reason: str
    is_settled: bool
    wanted: str


@dataclass
class Outcome:
    """All cells after a phase; of a clip that was brought back, what the restore knows."""

    name: str
    cells: list[Cell]
    visits: dict[str, list[Visit]]
    figures: dict[str, tuple[int, int, int]]
    refused: set[tuple[str, str]]  # links on deny lists, by cell
    attempts: dict[str, list[Attempt]] = field(default_factory=lambda: defaultdict(list))  # by place
    steps: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))  # clip, kind, state
    sights: dict[str, list[Sight]] = field(default_factory=lambda: defaultdict(list))  # by edge
    probes: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)  # by edge: target and what it looked like
    items: dict[str, tuple[str, str]] = field(default_factory=dict)  # by clip: state, visibility
    disables: dict[str, int] = field(default_factory=dict)  # by clip: when the first one was intended

    def read(self, world: NetworkWorld) -> None:
        """Adds what one site's ledger says."""
        with Ledger(world.state) as ledger:
            self._read_steps(ledger)
            for edge, clip, url, *row in ledger.rows(
                    "SELECT s.edge, cast(i.clip AS TEXT), cast(l.url AS TEXT), s.visibility, s.reason, s.isSettled, "
                    "s.wanted FROM sight s JOIN link l ON l.run = s.run AND l.number = s.link "
                    "JOIN item i ON i.run = s.run AND i.number = s.item"):
                self.sights[edge].append(Sight(clip, target_of(url), *row))
            for edge, url, visibility, reason, count in ledger.rows(
                    "SELECT p.edge, cast(l.url AS TEXT), p.visibility, p.reason, count(*) FROM probe p "
                    "JOIN link l ON l.run = p.run AND l.number = p.link GROUP BY 1, 2, 3, 4"):
                look = "blocked" if reason in BEHIND_BLOCKS else visibility
                self.probes.setdefault(edge, Counter())[target_of(url), look] += count
            for clip, state, visibility in ledger.rows(
                    # Dark with a revocation open is not done.
                    "SELECT cast(i.clip AS TEXT), i.state, CASE WHEN i.visibility = 'dark' AND r.purpose = 'takedown' AND "
                    "i.state = 'planned' AND i.darkAt IS NULL AND i.blockedAt IS NULL THEN 'pending' ELSE i.visibility END "
                    "FROM item i JOIN run r ON r.id = i.run ORDER BY i.run"):
                self.items[clip] = (state, visibility)

    def _read_steps(self, ledger: Ledger) -> None:
        for place, step, url, clip, *row in ledger.rows(
                "SELECT substr(s.place, instr(s.place, '/') + 1), s.kind, cast(l.url AS TEXT), cast(i.clip AS TEXT), "
                "a.intendedAt, a.finishedAt, a.outcome, a.status "
                "FROM attempt a JOIN step s ON s.run = a.run AND s.number = a.step "
                "JOIN item i ON i.run = s.run AND i.number = s.item "
                "LEFT JOIN link l ON l.run = s.run AND l.number = s.link"):
            self.attempts[place].append(Attempt(step, target_of(url) if url else f"/{clip}", *row))
            if step == "disable":
                self.disables[clip] = min(row[0], self.disables.get(clip, row[0]))
        for place, *row in ledger.rows(
                "SELECT substr(s.place, instr(s.place, '/') + 1), cast(i.clip AS TEXT), s.kind, s.state "
                "FROM step s JOIN item i ON i.run = s.run AND i.number = s.item"):
            self.steps[place].append(tuple(row))

    def states_of(self, cell: Cell, clip: str) -> set[str]:
        """The states of the steps of a cell's own kind for one clip."""
        return {state for one, kind, state in self.steps[cell.name] if (one, kind) == (clip, cell.kind.step)}

    def attempts_of(self, cell: Cell, clip: str) -> list[Attempt]:
        """The tries of those."""
        targets = {f"/{clip}"} | {target_of(cell.url(clip, number)) for number in range(cell.links)}
        return [one for one in self.attempts[cell.name] if one.step == cell.kind.step and one.target in targets]


def outcome(name: str, scenes: list[Scene], servers: FaultServers, every: list[Cell]) -> Outcome:
    """Takes everything down before anything is judged: the ledgers first, then what the servers know."""
    found = Outcome(name, every, {}, {}, set())
    for scene in scenes:
        found.read(scene.world)
    found.visits, found.figures = servers.by_cell(), servers.figures()
    refused = servers.ask(do="refuses", links=links_of(every))
    found.refused = {(cell, target) for cell, target in refused}  # type: ignore[attr-defined]
    return found


def links_of(every: list[Cell]) -> list[tuple[str, str]]:
    """Every link of every reported clip, by cell."""
    return [(cell.name, target_of(cell.url(clip, number)))
            for cell in every for clip in cell.clips for number in range(cell.links)]


def target_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


class Matrix:
    """Checks by cell, so that a failed one is marked where it stands."""

    def __init__(self, part: Part) -> None:
        self.part, self.failed = part, set[str]()

    def check(self, cell: Cell, holds: bool, claim: str, detail: object = "") -> None:
        if not self.part.check(holds, f"{cell.name}: {claim}", detail):
            self.failed.add(cell.name)

    def show(self, passing: Outcome, lasting: Outcome) -> None:
        """A line for each fault: how often each kind of step met it while it passed, and while it lasted."""
        empty = 0
        for name, fault in FAULTS.items():
            row = [cell for cell in lasting.cells if cell.fault_name == name]
            texts = []
            for cell in row:
                met = (passing.figures.get(cell.name, (0,))[0], lasting.figures[cell.name][0])
                empty += not (met[1] and (met[0] or cell.is_left))
                texts.append(f"{cell.kind_name} {'-' if cell.is_left else met[0]}/{met[1]}"
                             f"{' FAILED' if cell.name in self.failed else ''}")
            print(f"  {fault.what:<32} {', '.join(texts)}")
        self.part.equal(empty, 0, "no cell is empty")
        print(f"matrix: {len(FAULTS)} faults x {len(KINDS)} kinds, {empty} empty cells, {len(self.failed)} failed")
