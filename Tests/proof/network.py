"""Network faults × kinds of steps: no wrong verdict, no lost record, bounded memory and time; no cell left empty.

Two phases, each with a place for every cell. In the first every fault passes, and all must end dark, or lit where it is
brought back. In the second they last: the runs have to end all the same; then they are over, and a resume has to make
the rest so. Kinds of steps that would hinder each other have sites of their own, each with a run.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable

from binary import DONE, PARTIAL, SETTLING, Answer, Binary
from checks import Part
from ledger import Ledger
from network_faults import BLOCKED, OWN, RESTORED, SHARED, STEPS, Cell, cells
from network_kinds import check_brought_back, check_kind, check_second_restore, check_stopgap
from network_outcome import Matrix, Outcome, Scene, links_of, outcome
from network_world import FaultServers, NetworkWorld

MOST_MEGABYTES = 200
MOST_BODY = 16 << 20  # bytes of an endless answer that the sockets' buffers may take
PATIENCE = 5
PASSING_PATIENCE = 90
CRAWL = 30  # seconds after which a request without an answer is given up
SLACK = 20  # a machine with other work
MOST_SECONDS = 180  # steps that were put off go on being done for a minute and more where a machine is slow
MOST_PUT_OFF = 75  # seconds: a place that is down is asked again after a minute at the most
MOST_PAUSE = 3600 * 1.1  # however long a server asks for
HTTP2_STREAMS = 100
SITES_AT_ONCE = {"while faults pass": 8, "while faults last": 12, "when they are over": 12}  # on a small machine
BLOCKED_PATIENCE = 15  # a node that asks for time after every block has time for purges between them
SLOW = ("silence", "trickle")


def check_network(part: Part, path: Path, directory: Path) -> None:
    """Both phases, and the matrix."""
    matrix = Matrix(part)
    passing = _check_passing(matrix, path, directory / "passing")
    lasting = _check_lasting(matrix, path, directory / "lasting")
    matrix.show(passing, lasting)


# The two phases


def _check_passing(matrix: Matrix, path: Path, directory: Path) -> Outcome:
    part, every = matrix.part, cells(passes=True)
    scenes = _scenes(path, directory, every, PASSING_PATIENCE, spacing="0.3s")
    with FaultServers(directory / "servers", every, directory / "www" / "clip") as servers:
        _play(scenes, "while faults pass", lambda *given: _begin(part, servers, PASSING_PATIENCE, *given))
        found = outcome("passing", scenes, servers, every)
        wrong = {scene.name: scene.last.err[-300:] for scene in scenes if scene.last.code != DONE}
        part.check(not wrong, "when every fault has passed, all is dark, or lit where it was brought back", wrong)
        part.note("seconds while they pass", round(max(scene.last.seconds for scene in scenes)))
        for cell in every:
            _check_all(matrix, found, cell)
            states = {found.items[clip] for clip in cell.clips}
            end = ("planned", "lit" if cell.site == RESTORED else "dark")
            matrix.check(cell, states == {end}, f"the fault passed, and its clips are {end[1]}", states)
            if cell.is_http2 and cell.kind.is_effect:
                lost = found.figures[cell.name][2]
                matrix.check(cell, lost >= HTTP2_STREAMS, f"at least {HTTP2_STREAMS} streams were lost at once", lost)
        restored = links_of([cell for cell in every if cell.site == RESTORED])
        served = [tuple(link) for link in servers.ask(do="serves", links=links_of(every))]  # type: ignore[attr-defined]
        part.equal(sorted(served), sorted(restored), "what was brought back is served, and nothing else reported is")
    return found


def _check_lasting(matrix: Matrix, path: Path, directory: Path) -> Outcome:
    part, every = matrix.part, cells(passes=False)
    scenes = _scenes(path, directory, every, PATIENCE, spacing="1s")
    with FaultServers(directory / "servers", every, directory / "www" / "clip") as servers:
        _play(scenes, "while faults last", lambda *given: _begin(part, servers, PATIENCE, *given))
        found = outcome("lasting", scenes, servers, every)
        for scene in scenes:
            _check_end(matrix, scene)
        part.note("seconds while they last", round(max(scene.last.seconds for scene in scenes)))
        for cell in every:
            _check_all(matrix, found, cell)
            _check_unknown(matrix, found, cell)
        servers.ask(do="heal")
        _play(scenes, "when they are over", lambda *given: _resume(part, *given))
        part.note("seconds when they are over", round(max(scene.last.seconds for scene in scenes)))
        healed = outcome("healed", scenes, servers, every)
        worlds = {scene.name: scene.world for scene in scenes}
        for cell in every:
            _check_all(matrix, healed, cell)
            _check_healed(matrix, healed, worlds[cell.site], cell)
        restored = next(scene for scene in scenes if scene.name == RESTORED)
        check_second_restore(matrix, healed, restored, [cell for cell in every if cell.site == RESTORED])
    return found


# The sites


def _scenes(path: Path, directory: Path, every: list[Cell], patience: int, spacing: str) -> list[Scene]:
    """The sites, those that take longest first."""
    sites: dict[str, list[Cell]] = {SHARED: [], RESTORED: [], BLOCKED: []}
    for cell in sorted(every, key=lambda cell: cell.fault_name not in SLOW):
        sites.setdefault(cell.site, []).append(cell)
    made = []
    others = {RESTORED: (PASSING_PATIENCE, "0.3s"), BLOCKED: (max(patience, BLOCKED_PATIENCE), "0.3s")}
    for name, some in sites.items():
        world = NetworkWorld(directory / name, some, directory / "www", *others.get(name, (patience, spacing)))
        made.append(Scene(name, world, Binary(path, world)))  # type: ignore[arg-type]
    return made


def _play(scenes: list[Scene], what: str, act: Callable[[Scene, str], None]) -> None:
    """Acts at all sites, at some of them side by side: they wait more than they work."""
    with ThreadPoolExecutor(SITES_AT_ONCE[what]) as pool:
        list(pool.map(act, scenes, [what] * len(scenes)))


def _begin(part: Part, servers: FaultServers, deadline: int, scene: Scene, what: str) -> None:
    """Takes everything down and, where the fault is in bringing it back, does that."""
    scene.world.write_site(servers)
    scene.last = _weighed(part, scene, scene.binary.execute, what)
    if scene.name != RESTORED:
        return _check_books(part, scene, what)
    part.check(scene.last.code == DONE, f"{what}: what is to be brought back is dark", scene.last)
    servers.ask(do="arm")
    with Ledger(scene.world.state) as ledger:
        run = ledger.run_name
    scene.last = _weighed(part, scene, scene.binary.restoring(run, len(scene.world.reported), deadline), what)
    _check_books(part, scene, what)


def _resume(part: Part, scene: Scene, what: str) -> None:
    """Goes on with a run that is not at its end; what was put off with growing pauses may outlast one patience."""
    deadline, is_first = time.monotonic() + MOST_PUT_OFF, True
    # A run that others keep open goes on with what was set aside, too: purges of what stays lit are as far apart.
    states = "('planned', 'setAside')" if scene.name == SHARED else "('planned')"
    while True:
        with Ledger(scene.world.state) as ledger:
            is_open = ledger.state == "applying"
            left = ledger.one(f"SELECT count(*) FROM item WHERE state IN {states} AND visibility <> 'dark' "
                              "AND cast(clip AS TEXT) NOT LIKE '%wait-years%'")
        is_late = not left or time.monotonic() > deadline
        if not is_open or (not is_first and (is_late or scene.name == RESTORED)):
            break
        scene.last, is_first = _weighed(part, scene, scene.binary.resuming, what), False
        _check_books(part, scene, what)


def _weighed(part: Part, scene: Scene, arguments: tuple[str, ...], what: str) -> Answer:
    """Runs it, and checks its memory at its largest."""
    binary, begun, folder = scene.binary, time.monotonic(), scene.world.directory
    with open(folder / "out", "w+") as out, open(folder / "err", "w+") as err:
        child = subprocess.Popen([str(binary.path), *arguments], env=binary.environment(), cwd=folder,
                                 stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        pid = 0
        while not pid:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if not pid and time.monotonic() - begun > 300:
                child.kill()
                pid, status, usage = os.wait4(child.pid, 0)
            time.sleep(0.05)
    child.returncode = os.waitstatus_to_exitcode(status)
    megabytes = usage.ru_maxrss // 1024
    part.check(megabytes < MOST_MEGABYTES, f"{scene.name}: {what}: at most {MOST_MEGABYTES} MB", megabytes)
    if scene.name == SHARED:
        part.note(f"MB {what}", megabytes)
    out_text, err_text = (folder / "out").read_text(), (folder / "err").read_text(errors="replace")
    return Answer(arguments, child.returncode, out_text, err_text, time.monotonic() - begun)


def _check_end(matrix: Matrix, scene: Scene) -> None:
    """While faults last a run is not done, save where the one fault of its site says clearly enough what is true."""
    part, last, is_blocked = matrix.part, scene.last, scene.name == BLOCKED
    limit = (BLOCKED_PATIENCE if is_blocked else PATIENCE) + CRAWL + SLACK
    is_told = all(cell.kind.site == OWN and cell.fault.is_told for cell in scene.world.cells)
    codes = (DONE,) if is_told else (SETTLING, DONE) if is_blocked else (SETTLING, PARTIAL)
    part.check(last.code in codes, f"{scene.name}: while faults last, the run ends as it must, with {codes}", last)
    claim = f"while faults last, the run ends within {limit} s of its last progress: its patience, and a request " \
        "that gets no answer"
    idle = last.seconds - _seconds_of_progress(scene)
    part.check(idle < limit, f"{scene.name}: {claim}", (round(idle, 1), round(last.seconds, 1)))
    claim = f"while faults last, it ends within {MOST_SECONDS} s, however often it gets on"
    part.check(last.seconds < MOST_SECONDS, f"{scene.name}: {claim}", round(last.seconds, 1))


def _seconds_of_progress(scene: Scene) -> float:
    """From the beginning of the scene's newest run until the last step of it was done, or the last link was settled."""
    with Ledger(scene.world.state) as ledger:
        begun, last = ledger.rows(
            """SELECT r.createdAt, max(r.createdAt,
                coalesce((SELECT max(finishedAt) FROM attempt WHERE run = r.id
                    AND outcome IN ('done', 'already', 'gone', 'accepted')), 0),
                coalesce((SELECT max(probedAt) FROM sight WHERE run = r.id AND isSettled = 1), 0))
            FROM run r ORDER BY r.id DESC LIMIT 1""")[0]
    return float(last - begun) / 1e6


# What holds in every cell


def _check_all(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    _check_record(matrix, found, cell)
    _check_truth(matrix, found, cell)
    check_kind(matrix, found, cell)


def _check_record(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """Every effect that arrived has an intent from before; no receipt is missing, none says what was not."""
    arrived, answered = defaultdict(list), Counter[tuple[str, str, int]]()
    for visit in found.visits[cell.name]:
        if visit.method in STEPS and visit.phase == "arrived":
            arrived[STEPS[visit.method], visit.target].append(visit.at)
        if visit.method in STEPS and visit.phase == "answered":
            answered[STEPS[visit.method], visit.target, visit.status] += 1
    intents, receipts, missing = defaultdict(list), Counter[tuple[str, str, int]](), 0
    for attempt in found.attempts[cell.name]:
        intents[attempt.step, attempt.target].append(attempt.intended)
        missing += attempt.outcome is None
        if attempt.outcome in ("done", "gone", "accepted", "already"):
            receipts[attempt.step, attempt.target, attempt.status] += 1
    stray = {aim: (len(times), len(intents[aim])) for aim, times in arrived.items()
             if len(times) > len(intents[aim])
             or any(at < intended * 1000 for at, intended in zip(sorted(times), sorted(intents[aim])))}
    matrix.check(cell, not stray, f"{found.name}: every effect that arrived has an intent from before", stray)
    invented = {key: count for key, count in receipts.items() if count > answered[key]}
    matrix.check(cell, not invented, f"{found.name}: no receipt says what the server did not", invented)
    matrix.check(cell, not missing, f"{found.name}: every attempt has its receipt", missing)
    methods = {visit.method for visit in found.visits[cell.name]} - cell.kind.methods
    matrix.check(cell, not methods, f"{found.name}: nothing else is asked there", methods)
    sent_off = [(one.step, one.status) for one in found.attempts[cell.name] if one.outcome == "unknown"]
    if cell.fault_name.startswith("tls-") and found.name != "healed":  # then it is to be trusted, and may be late
        matrix.check(cell, not sent_off, f"{found.name}: nothing leaves before a certificate is trusted", sent_off)
    sent = found.figures[cell.name][1]
    matrix.check(cell, sent < MOST_BODY, f"{found.name}: an answer without end is cut off", sent)


def _check_truth(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """Each look called dark was answered 404, past a deny list where there is one, each called lit with a success; and
    what is settled was so twice.
    """
    seen = {name: Counter[str]() for name in ("dark", "lit", "blocked")}
    for visit in found.visits[cell.name]:
        if visit.method == "GET" and visit.phase == "answered":
            seen["dark"][visit.target] += visit.status == 404
            seen["lit"][visit.target] += 200 <= visit.status < 300
            seen["blocked"][visit.target] += visit.status == 451
        elif visit.method == "GET" and visit.phase == "met" and cell.fault.begins:
            seen["lit"][visit.target] += 1  # it may have been a success
    wrong = {key: count for key, count in found.probes.get(cell.name, {}).items()
             if key[1] in seen and count > seen[key[1]][key[0]]}
    matrix.check(cell, not wrong, f"{found.name}: no look is called what the answer did not say", wrong)
    early = [sight for sight in found.sights[cell.name] if sight.is_settled
             and (sight.visibility != sight.wanted or seen[sight.wanted][sight.target] < 2)]
    matrix.check(cell, not early, f"{found.name}: what is settled was seen twice", early[:3])


def _check_unknown(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """Where nothing can be known, nothing is dark, and no clip is; what nobody waits for keeps nobody from being so."""
    if cell.kind.is_stopgap:
        return check_stopgap(matrix, found, cell)
    if cell.kind.site != SHARED:
        return  # its links can be seen well; what is due for them is another's to say
    is_twin = cell.kind.of == "Control" and cell.fault.begins  # a control that begins with a success is lit
    if cell.fault.is_told or (cell.kind.is_effect and cell.fault.acts) or is_twin:
        return
    states = {found.items[clip][1] for clip in cell.clips}
    matrix.check(cell, "dark" not in states, "while it lasts, none of its clips is dark", states)
    known = [sight for sight in found.sights[cell.name] if sight.visibility == "dark" or sight.is_settled]
    seen = {(sight.visibility, sight.reason) for sight in known}
    matrix.check(cell, not seen, "while it lasts, no link there is dark", seen)


def _check_healed(matrix: Matrix, found: Outcome, world: NetworkWorld, cell: Cell) -> None:
    """A resume makes everything dark, save where a server asked for more time: there it comes within the hour."""
    if cell.kind.is_stopgap:
        return check_stopgap(matrix, found, cell)
    if cell.site == RESTORED:
        return check_brought_back(matrix, found, cell)
    states = {found.items[clip][1] for clip in cell.clips}
    if not (cell.fault.waits and cell.kind.is_effect):
        causes = {found.items[clip] for clip in cell.clips}
        if cell.kind.site == OWN and {state for state, _ in causes} == {"setAside"}:
            return  # a run of which nothing is left but what was set aside is over, and nobody looks any more
        matrix.check(cell, states == {"dark"}, "when it is over, a resume makes its clips dark", causes)
        return
    matrix.check(cell, states <= {"unknown", "pending"}, "a server that asks for ten years is not asked again at once", states)
    with Ledger(world.state) as ledger:
        pauses = [row[0] for row in ledger.rows(
            "SELECT (s.due - max(a.finishedAt)) / 1e6 FROM step s "
            "JOIN attempt a ON a.run = s.run AND a.step = s.number WHERE s.place LIKE ? AND s.state = 'ready' "
            "GROUP BY s.number", f"%/{cell.name}")]
    matrix.check(cell, bool(pauses) and max(pauses) <= MOST_PAUSE, "but within the hour", pauses)


def _check_books(part: Part, scene: Scene, what: str) -> None:
    sums = dict(scene.last.json().get("conservation") or {})  # type: ignore[call-overload]
    part.check(sums.get("holds") is True, f"{scene.name}: {what}: the sums hold", sums or scene.last)
    audit = scene.binary.call("audit", "verify")
    part.equal(audit.code, DONE, f"{scene.name}: {what}: the audit verifies")
