"""The emergency goes first (R19): `purge now` while a sweep walks, sends, waits for a rebound, or is told to be slow.

The emergency's first effect comes within five seconds, both reach the end that they would reach alone, and the sweep is the
same process throughout.
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Callable

from attacks import is_waiting
from binary import DONE, Binary, Running
from checks import Part
from ledger import Ledger
from servers import Servers
from world import HOST, Shape, World

LIMIT = 5.0  # seconds from the start of the command to its first effect, on a machine with other work too
SWEEP = Shape(matched=60, others=600, rebound="3s", patience="60s")
LARGE = Shape(matched=10_000, others=600, has_video=False, rebound="3s", patience="300s")
ABSENT = 300_000  # rows that make a walk long
Moment = Callable[[World, Running], bool]


def check_urgent(part: Part, servers: Servers, path: Path, directory: Path, *, is_long: bool) -> None:
    """Interrupts a sweep in each of its phases, then at random moments: a small one four times, or large ones."""
    chance = random.Random(7)
    moments: dict[str, Moment] = {
        "while it walks": lambda world, _: _has(world, "SELECT 1 FROM source WHERE rows > 0 AND isComplete = 0"),
        "while it sends": lambda world, _: bool(servers.purges()),
        "in a rebound wait": lambda world, _: is_waiting(world, "rebound"),
        "in a storm of 503": lambda world, _: _has(world, "SELECT 1 FROM attempt WHERE status = 503"),
    }
    for name, moment in moments.items():
        _interrupt(part, servers, path, directory / "urgent", name, moment, storms=name.endswith("503"))
    for number in range(20 if is_long else 0):
        name, moment = _random_moment(chance, servers, number)
        _interrupt(part, servers, path, directory / "urgent", name, moment, shape=LARGE)
    for number in range(0 if is_long else 4):
        pause = chance.uniform(0, 4)
        _interrupt(part, servers, path, directory / "urgent", f"after {pause:.2f} s ({number})",
                   lambda _, running, pause=pause: time.monotonic() - running.begun >= pause)


def _random_moment(chance: random.Random, servers: Servers, number: int) -> tuple[str, Moment]:
    """A point anywhere in a phase of a large sweep: after so many rows, purges, rebound purges or looks."""
    phase = ("walks", "purges", "rebounds", "probes")[number % 4]
    most = {"walks": ABSENT // 2, "probes": 4 * LARGE.matched}.get(phase, LARGE.matched)
    count = int(chance.uniform(0, 0.95) * most)
    if phase == "walks":
        query = f"SELECT 1 FROM source WHERE rows > {count} AND isComplete = 0"
        return f"{number}: while it walks, after {count} rows", lambda world, _: _has(world, query)
    method = "GET" if phase == "probes" else "PURGE"
    least = count + (LARGE.matched if phase == "rebounds" else 1)
    name = f"{number}: while it {phase}, after {least} requests"
    return name, lambda _, __: servers.arrived(method) >= least


def _interrupt(
    part: Part, servers: Servers, path: Path, directory: Path, name: str, moment: Moment, *,
    shape: Shape = SWEEP, storms: bool = False,
) -> None:
    """One sweep with one emergency, and everything that must be true of both."""
    world = World(directory, servers, shape)
    binary = Binary(path, world)
    urgent = world.innocent[:3]
    _add_control(world, world.innocent[-1])
    if "while it walks" in name:
        _lengthen(world)
    if storms:
        # With a Retry-After: without one the pauses of twenty answers in a row grow past anybody's patience.
        servers.arm({"do": "status", "server": "edge", "method": "PURGE", "status": 503, "times": 20, "retry_after": "1"})
    sweep = binary.start(*binary.execute)
    while sweep.child.poll() is None and not moment(world, sweep):
        time.sleep(0.002 if shape is SWEEP else 0.02)
    was_running = sweep.child.poll() is None
    begun = time.time_ns()
    answer = binary.call("now", "--clip", *urgent, "--site", str(world.site), "--reason", "proof", "--execute", "--json")
    part.equal(answer.code, DONE, f"{name}: the emergency ends dark ({answer.err.strip()[-200:]})")
    with Ledger(world.state) as ledger:
        first = ledger.one(
            "SELECT min(a.intendedAt) FROM attempt a JOIN run r ON r.id = a.run WHERE r.job LIKE 'now-%'")
    waited = (int(str(first)) * 1000 - begun) / 1e9 if first else 999
    part.check(waited < LIMIT, f"{name}: its first effect comes within {LIMIT:.0f} s", round(waited, 2))
    part.check(answer.seconds < 60, f"{name}: it is through soon", round(answer.seconds, 1))
    last = sweep.wait(timeout=120 if shape is SWEEP else 900)
    part.equal(last.code, DONE, f"{name}: the sweep goes on to its end ({last.err.strip()[-200:]})")
    served = {clip for clip in world.reported + urgent for key in world.objects(clip) if (world.www / key).exists()}
    part.equal(served, set(), f"{name}: nothing of either is served")
    kept = [clip for clip in world.innocent[3:] if not all((world.www / key).exists() for key in world.objects(clip))]
    part.equal(kept, [], f"{name}: everybody else is")
    stale = [url for url in servers.cache() if any(clip in url for clip in world.reported + urgent)]
    part.equal(stale, [], f"{name}: nothing of either is cached")
    sums = dict(last.json().get("conservation") or {})  # type: ignore[call-overload]
    part.equal((sums.get("dark"), sums.get("holds")), (shape.matched, True), f"{name}: the sweep's sums are what they would be")
    part.note(f"{name}: seconds to the first effect", f"{waited:.2f}{'' if was_running else ' (the sweep was through)'}")
    audit = binary.call("audit", "verify")
    part.check(audit.code == DONE, f"{name}: the audit verifies", audit)
    with Ledger(world.state) as ledger:
        attempts = ledger.attempts_by_target()
    extra = {url: count for url, count in servers.purges().items() if count > attempts[url]}
    part.check(not extra, f"{name}: no purge more often than its attempts", extra)
    servers.arm()
    world.remove()


def _add_control(world: World, clip: str) -> None:
    """A clip that the site names as lit: an emergency that comes before any walk has no other."""
    world.site.write_text(world.site.read_text() + f"controls: [{clip}]\n")


def _lengthen(world: World) -> None:
    """Makes the walk long: rows of clips that nobody reported and no store holds."""
    with open(world.directory / "clips-0.jsonl", "a") as file:
        for number in range(ABSENT):
            file.write(f'{{"id": "Absent{number:07}", "url": "http://{HOST}/clip/Absent{number:07}"}}\n')


def _has(world: World, query: str) -> bool:
    if not (world.state / "ledger.sqlite").exists():
        return False
    with Ledger(world.state) as ledger:
        return ledger.is_made and bool(ledger.rows(query))
