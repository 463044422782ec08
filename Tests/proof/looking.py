"""The commands that only look: probe, explain, status --check and --metrics, before, during and after a run."""

from __future__ import annotations

import time
from pathlib import Path

from attacks import is_waiting
from binary import DONE, PARTIAL, USAGE, Answer, Binary
from checks import Part
from servers import Servers
from world import HOST, Shape, World

UNUSABLE = 18
OK, WARNING, CRITICAL, UNKNOWN = 0, 1, 2, 3


def check_looking(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """Asks every question at every stage; nothing but GET may come of it until the run."""
    world = World(directory / "looking", servers, Shape(rebound="3s"))
    binary = Binary(path, world)
    _before(part, servers, world, binary)
    running = binary.start(*binary.execute)
    while running.child.poll() is None and not is_waiting(world, "rebound"):
        time.sleep(0.005)
    _during(part, world, binary)
    last = running.wait()
    part.check(last.code == DONE, "the run ends well", last)
    _after(part, servers, world, binary)
    world.remove()


def _before(part: Part, servers: Servers, world: World, binary: Binary) -> None:
    urls = world.urls(world.reported[0])
    lit = _probe(binary, world, *urls)
    part.equal(lit.code, PARTIAL, "lit links are no success")
    part.equal(_seen(lit), {("edge-1", "lit"), ("origin-1", "lit")}, "every edge is asked, and lit is said")
    begun = len(servers.log())
    mixed = _probe(binary, world, "http://evil.test/clip/x", urls[0])
    part.equal(mixed.code, UNUSABLE, "a foreign host is refused")
    part.check("evil.test" in mixed.out, "it is refused by name", mixed.out)
    part.check({visit.host for visit in servers.log()[begun:]} == {HOST}, "nothing was sent for it")
    part.check(len(servers.log()) > begun, "the other URL was answered")
    part.equal(set(servers.methods()), {"GET"}, "a probe only reads")
    part.check(not world.state.exists(), "a probe makes no ledger")
    part.equal(binary.call("explain", world.reported[0]).code, USAGE, "explain needs a ledger")
    part.equal(binary.call("status", "--check").code, UNKNOWN, "without a ledger nobody knows")
    part.check(binary.call(*binary.planning).code == DONE, "a plan is made")
    missed = binary.call("status", "--check")
    part.equal((missed.code, missed.out.count("\n")), (CRITICAL, 1), "a job that never ran was missed, in one line")


def _during(part: Part, world: World, binary: Binary) -> None:
    metrics = world.directory / "purge.prom"
    check = binary.call("status", "--check", "--metrics", str(metrics))
    part.check(check.code == OK, "a run that is under way is well", check.out)
    lines = metrics.read_text().splitlines()
    part.check("purge_ledger_held 1" in lines, "the metrics say that the ledger is held", lines)
    part.check('purge_run_applying{job="proof"} 1' in lines, "and that a run is applied", lines)
    part.equal(metrics.stat().st_mode & 0o777, 0o644, "a collector can read them")
    told = binary.call("explain", world.reported[0], "--json")
    part.equal(told.code, DONE, "explain works while another process holds the ledger")
    runs = list(told.json().get("runs") or [])  # type: ignore[call-overload]
    part.equal([run["run"]["state"] for run in runs][:1], ["applying"], "and tells of the run that goes on")


def _after(part: Part, servers: Servers, world: World, binary: Binary) -> None:
    urls, control = world.urls(world.reported[1]), world.urls(world.innocent[0])
    controls = [word for url in control for word in ("--control", url)]
    part.equal(_probe(binary, world, *urls, *controls).code, DONE, "all dark beside controls is success")
    alone = _probe(binary, world, *urls)
    part.equal(alone.code, PARTIAL, "gone without a control is no success")
    part.check("gone, unproven" in binary.call("probe", "--site", str(world.site), urls[0]).out, "it is called unproven")
    part.equal(binary.call("status", "--check", "--job", "proof").code, OK, "a run that is at its end is well")
    late = binary.call("status", "--check", "--max-age", "1ms")
    part.check(late.code == CRITICAL and late.out.startswith("PURGE CRITICAL - "), "a run that is too old is missed", late.out)
    part.equal(binary.call("status", "--check", "--max-size", "1kB").code, WARNING, "a ledger that is too big is said")
    for words in ((world.reported[1],), (urls[1], "--site", str(world.site)), (urls[1],)):
        told = binary.call("explain", *words)
        part.equal(told.code, DONE, f"explain {words[0]} knows it")
        part.check("tombstone: dark everywhere" in told.out and "settled" in told.out, "down to the last verdict", told.out)
        part.check("://" not in told.out, "without a URL")
    part.equal(binary.call("explain", "Nobody").code, PARTIAL, "an unknown clip is said to be one")
    part.equal(binary.call("explain", "http://evil.test/x").code, UNUSABLE, "a URL that leads to no clip is refused")
    before = len(servers.log())
    binary.call("explain", world.reported[0])
    part.equal(len(servers.log()), before, "explain sends nothing")


def _probe(binary: Binary, world: World, *words: str) -> Answer:
    return binary.call("probe", "--json", "--site", str(world.site), *words)


def _seen(answer: Answer) -> set[tuple[str, str]]:
    """Edge and visibility of every look."""
    links = list(answer.json().get("links") or [])  # type: ignore[call-overload]
    return {(edge["edge"], edge["visibility"]) for link in links for edge in link["edges"]}
