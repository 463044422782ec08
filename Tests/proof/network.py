"""Network faults × kinds of steps: no wrong verdict, no lost record, bounded memory and time; no cell left empty.

Two runs, each with a place for every cell. In the first every fault passes, and all must end dark. In the second they
last: the run has to end all the same; then they are over, and a resume has to make the rest dark.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from binary import DONE, PARTIAL, SETTLING, Answer, Binary
from checks import Part
from ledger import Ledger
from network_faults import FAULTS, KINDS, Cell, cells
from network_world import FaultServers, NetworkWorld, Visit

MOST_MEGABYTES = 200
MOST_BODY = 16 << 20  # bytes of an endless answer that the sockets' buffers may take
PATIENCE = 5
CRAWL = 30  # seconds after which a request without an answer is given up
SLACK = 20  # a machine with other work
MOST_PAUSE = 3600 * 1.1  # however long a server asks for
HTTP2_STREAMS = 100


@dataclass
class Outcome:
    """A run of all cells: what it left, by the ledger and by the servers."""

    name: str
    cells: list[Cell]
    visits: dict[str, list[Visit]]
    figures: dict[str, tuple[int, int, int]]
    attempts: dict[str, list[tuple]]  # by place: URL, microseconds of the intent, outcome, status
    sights: dict[str, list[tuple]]  # by edge: clip, URL, visibility, reason, whether it is settled
    probes: dict[str, Counter[tuple[str, str]]]  # by edge: URL and visibility
    items: dict[str, tuple[str, str]]  # by clip: state, visibility


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


def check_network(part: Part, path: Path, directory: Path) -> None:
    """Both runs, and the matrix."""
    matrix = Matrix(part)
    passing = _check_passing(matrix, path, directory / "passing")
    lasting = _check_lasting(matrix, path, directory / "lasting")
    matrix.show(passing, lasting)


# The two runs


def _check_passing(matrix: Matrix, path: Path, directory: Path) -> Outcome:
    part, every = matrix.part, cells(passes=True)
    world = NetworkWorld(directory / "world", every, patience="90s", spacing="0.3s")
    binary = Binary(path, world)  # type: ignore[arg-type]
    with FaultServers(directory / "servers", every, world.www / "clip") as servers:
        world.write_site(servers)
        last = _weighed(part, binary, binary.execute, "while faults pass")
        found = _outcome("passing", world, servers, every)
        part.equal(last.code, DONE, f"when every fault has passed, all is dark ({last.err.strip()[-300:]})")
        part.note("seconds while they pass", round(last.seconds))
        for cell in every:
            _check_record(matrix, found, cell)
            _check_truth(matrix, found, cell)
            states = {found.items[clip] for clip in cell.clips}
            matrix.check(cell, states == {("planned", "dark")}, "the fault passed, and its clips are dark", states)
            if cell.is_http2 and cell.kind.is_effect:
                lost = found.figures[cell.name][2]
                matrix.check(cell, lost >= HTTP2_STREAMS, f"at least {HTTP2_STREAMS} streams were lost at once", lost)
        part.equal(_served(world, servers), [], "nothing that was reported is served anywhere")
        _check_books(part, binary, last, "while faults pass")
    return found


def _check_lasting(matrix: Matrix, path: Path, directory: Path) -> Outcome:
    part, every = matrix.part, cells(passes=False)
    world = NetworkWorld(directory / "world", every, patience=f"{PATIENCE}s", spacing="1s")
    binary = Binary(path, world)  # type: ignore[arg-type]
    with FaultServers(directory / "servers", every, world.www / "clip") as servers:
        world.write_site(servers)
        last = _weighed(part, binary, binary.execute, "while faults last")
        found = _outcome("lasting", world, servers, every)
        part.check(last.code in (SETTLING, PARTIAL), "while faults last, the run is not done", last)
        limit = PATIENCE + CRAWL + SLACK
        claim = f"while faults last, the run ends within {limit} s: its patience, and a request that gets no answer"
        part.check(last.seconds < limit, claim, round(last.seconds, 1))
        part.note("seconds while they last", round(last.seconds))
        for cell in every:
            _check_record(matrix, found, cell)
            _check_truth(matrix, found, cell)
            _check_unknown(matrix, found, cell)
        _check_books(part, binary, last, "while faults last")
        servers.ask(do="heal")
        again = _weighed(part, binary, binary.resuming, "when they are over")
        part.note("seconds when they are over", round(again.seconds))
        healed = _outcome("healed", world, servers, every)
        for cell in every:
            _check_record(matrix, healed, cell)
            _check_truth(matrix, healed, cell)
            _check_healed(matrix, healed, world, cell)
        _check_books(part, binary, again, "when they are over")
    return found


def _weighed(part: Part, binary: Binary, arguments: tuple[str, ...], what: str) -> Answer:
    """Runs it, and checks its memory at its largest."""
    begun, folder = time.monotonic(), binary.world.directory
    with open(folder / "out", "w+") as out, open(folder / "err", "w+") as err:
        child = subprocess.Popen([str(binary.path), *arguments], env=binary.environment(), cwd=folder,
                                 stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        pid = 0
        while not pid:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if not pid and time.monotonic() - begun > 300:
                child.kill()
                pid, status, usage = os.wait4(child.pid, 0)
            time.sleep(0.02)
    child.returncode = os.waitstatus_to_exitcode(status)
    megabytes = usage.ru_maxrss // 1024
    part.check(megabytes < MOST_MEGABYTES, f"{what}: at most {MOST_MEGABYTES} MB", megabytes)
    part.note(f"MB {what}", megabytes)
    out_text, err_text = (folder / "out").read_text(), (folder / "err").read_text(errors="replace")
    return Answer(arguments, child.returncode, out_text, err_text, time.monotonic() - begun)


def _outcome(name: str, world: NetworkWorld, servers: FaultServers, every: list[Cell]) -> Outcome:
    """Takes everything down before anything is judged: the ledger first, then what the servers know."""
    attempts, sights = defaultdict(list), defaultdict(list)
    probes: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    with Ledger(world.state) as ledger:
        for place, *row in ledger.rows(
                "SELECT substr(s.place, 6), cast(l.url AS TEXT), a.intendedAt, a.outcome, a.status "
                "FROM attempt a JOIN step s ON s.run = a.run AND s.number = a.step "
                "JOIN link l ON l.run = s.run AND l.number = s.link"):
            attempts[place].append(tuple(row))
        for edge, *row in ledger.rows(
                "SELECT s.edge, cast(i.clip AS TEXT), cast(l.url AS TEXT), s.visibility, s.reason, s.isSettled "
                "FROM sight s JOIN link l ON l.run = s.run AND l.number = s.link "
                "JOIN item i ON i.run = s.run AND i.number = s.item"):
            sights[edge].append(tuple(row))
        for edge, url, visibility, count in ledger.rows(
                "SELECT p.edge, cast(l.url AS TEXT), p.visibility, count(*) FROM probe p "
                "JOIN link l ON l.run = p.run AND l.number = p.link GROUP BY 1, 2, 3"):
            probes[edge][url, visibility] = count
        rows = ledger.rows("SELECT cast(clip AS TEXT), state, visibility FROM item")
        items = {clip: (state, visibility) for clip, state, visibility in rows}
    return Outcome(name, every, servers.by_cell(), servers.figures(), attempts, sights, probes, items)


def _served(world: NetworkWorld, servers: FaultServers) -> list[object]:
    links = [(cell.name, _target(cell.url(clip, number)))
             for cell in world.cells for clip in cell.clips for number in range(cell.links)]
    return list(servers.ask(do="serves", links=links))  # type: ignore[call-overload]


def _target(url: str) -> str:
    return "/" + url.split("/", 3)[3]


# What holds in every cell


def _check_record(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """Every effect that arrived has an intent from before; no receipt is missing, none says what was not."""
    arrived, answered = defaultdict(list), Counter[tuple[str, int]]()
    for visit in found.visits[cell.name]:
        if visit.method in ("PURGE", "BAN") and visit.phase == "arrived":
            arrived[visit.target].append(visit.at)
        if visit.method in ("PURGE", "BAN") and visit.phase == "answered":
            answered[visit.target, visit.status] += 1
    intents, receipts, missing = defaultdict(list), Counter[tuple[str, int]](), 0
    for url, intended, outcome, status in found.attempts[cell.name]:
        intents[_target(url)].append(intended)
        missing += outcome is None
        if outcome in ("done", "gone", "accepted"):
            receipts[_target(url), status] += 1
    stray = {target: (len(times), len(intents[target])) for target, times in arrived.items()
             if len(times) > len(intents[target])
             or any(at < intended * 1000 for at, intended in zip(sorted(times), sorted(intents[target])))}
    matrix.check(cell, not stray, f"{found.name}: every effect that arrived has an intent from before", stray)
    invented = {key: count for key, count in receipts.items() if count > answered[key]}
    matrix.check(cell, not invented, f"{found.name}: no receipt says what the server did not", invented)
    matrix.check(cell, not missing, f"{found.name}: every attempt has its receipt", missing)
    methods = {visit.method for visit in found.visits[cell.name]} - {"GET", "PURGE", "BAN"}
    matrix.check(cell, not methods, f"{found.name}: nothing else is asked there", methods)
    sent = found.figures[cell.name][1]
    matrix.check(cell, sent < MOST_BODY, f"{found.name}: an answer without end is cut off", sent)


def _check_truth(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """Each look called dark was answered 404, each called lit with a success; and what is settled was so twice."""
    dark, lit = Counter[str](), Counter[str]()
    for visit in found.visits[cell.name]:
        if visit.method == "GET" and visit.phase == "answered":
            dark[visit.target] += visit.status == 404
            lit[visit.target] += 200 <= visit.status < 300
        elif visit.method == "GET" and visit.phase == "met" and cell.fault.begins:
            lit[visit.target] += 1  # it may have been a success
    seen = {"dark": dark, "lit": lit}
    wrong = {key: count for key, count in found.probes[cell.name].items()
             if key[1] in seen and count > seen[key[1]][_target(key[0])]}
    matrix.check(cell, not wrong, f"{found.name}: no look is called what the answer did not say", wrong)
    early = [row for row in found.sights[cell.name] if row[4] and (row[2] != "dark" or dark[_target(row[1])] < 2)]
    matrix.check(cell, not early, f"{found.name}: what is settled was dark twice", early[:3])


def _check_unknown(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """Where nothing can be known, nothing is dark, and no clip is."""
    is_twin = cell.kind.of == "Control" and cell.fault.begins  # a control that begins with a success is lit
    if cell.fault.is_told or (cell.kind.is_effect and cell.fault.acts) or is_twin:
        return
    states = {found.items[clip][1] for clip in cell.clips}
    matrix.check(cell, "dark" not in states, "while it lasts, none of its clips is dark", states)
    seen = {row[2:4] for row in found.sights[cell.name] if row[2] == "dark" or row[4]}
    matrix.check(cell, not seen, "while it lasts, no link there is dark", seen)


def _check_healed(matrix: Matrix, found: Outcome, world: NetworkWorld, cell: Cell) -> None:
    """A resume makes everything dark, save where a server asked for more time: there it comes within the hour."""
    states = {found.items[clip][1] for clip in cell.clips}
    if not (cell.fault.waits and cell.kind.is_effect):
        causes = {found.items[clip] for clip in cell.clips}
        matrix.check(cell, states == {"dark"}, "when it is over, a resume makes its clips dark", causes)
        return
    matrix.check(cell, states == {"unknown"}, "a server that asks for ten years is not asked again at once", states)
    with Ledger(world.state) as ledger:
        pauses = [row[0] for row in ledger.rows(
            "SELECT (s.due - max(a.finishedAt)) / 1e6 FROM step s "
            "JOIN attempt a ON a.run = s.run AND a.step = s.number WHERE s.place = ? AND s.state = 'ready' "
            "GROUP BY s.number", f"node/{cell.name}")]
    matrix.check(cell, bool(pauses) and max(pauses) <= MOST_PAUSE, "but within the hour", pauses)


def _check_books(part: Part, binary: Binary, last: Answer, what: str) -> None:
    sums = dict(last.json().get("conservation") or {})  # type: ignore[call-overload]
    part.check(sums.get("holds") is True, f"{what}: the sums hold", sums or last)
    audit = binary.call("audit", "verify")
    part.equal(audit.code, DONE, f"{what}: the audit verifies")
