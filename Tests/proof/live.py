"""Live control: a sweep is paused, slowed down and stopped by a file while it is under way, and comes to the same end."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Callable

from attacks import is_waiting
from binary import DONE, Answer, Binary, Running
from checks import Part
from ledger import Ledger
from outcome import Outcome, check_end, reference
from servers import Servers
from world import HOST, Shape, World

PANICKED = 21
WARNING, CRITICAL = 1, 2
SWEEP = Shape(matched=12, others=20, rebound="1.2s", spacing="0.6s", patience="60s", concurrency=4)
HALF = 0.5  # seconds in which nothing may arrive any more once `purge pause` has returned
LIMIT = 1.0  # seconds within which a stop file is noticed
Moment = Callable[[World, Running], bool]


def check_live(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """A pause in each phase, a throttle, an emergency beside a pause, and both stop files."""
    world = World(directory / "live-reference", servers, SWEEP)
    expected = reference(world, Binary(path, world))
    world.remove()
    moments: dict[str, Moment] = {
        "while it sends": lambda world, _: servers.arrived("PURGE") > 3,
        "in a rebound wait": lambda world, _: is_waiting(world, "rebound"),
        "between rounds": lambda world, _: is_waiting(world, "probe"),
    }
    for name, moment in moments.items():
        _pause(part, servers, path, directory / "live", name, moment, expected)
    _pause_file(part, servers, path, directory / "live", expected)
    _throttle(part, servers, path, directory / "live", expected)
    _panic(part, servers, path, directory / "live", expected)


def _begin(world: World, binary: Binary, moment: Moment) -> Running:
    """A sweep at an edge that takes its time, at a moment."""
    world.servers.arm({"do": "stall", "server": "edge", "method": "PURGE", "seconds": 0.05})
    sweep = binary.start(*binary.execute)
    while sweep.child.poll() is None and not moment(world, sweep):
        time.sleep(0.002)
    return sweep


def _arrived(servers: Servers) -> int:
    return servers.arrived("PURGE") + servers.arrived("GET") + servers.arrived("HEAD")


def _is_quiet(part: Part, servers: Servers, seconds: float, claim: str) -> None:
    before = _arrived(servers)
    time.sleep(seconds)
    part.equal(_arrived(servers) - before, 0, claim)


def _pause(
    part: Part, servers: Servers, path: Path, directory: Path, name: str, moment: Moment, expected: Outcome,
) -> None:
    """Paused at a moment, seen to be so everywhere, and let go on to the end that it would have come to."""
    world = World(directory, servers, SWEEP)
    binary = Binary(path, world)
    if "sends" in name:
        # An emergency that comes before any walk has no other control.
        world.site.write_text(world.site.read_text() + f"controls: [{world.innocent[-1]}]\n")
    sweep = _begin(world, binary, moment)
    part.check(sweep.child.poll() is None, f"{name}: the sweep is under way")
    answer = binary.call("pause", "--for", "10m", "--reason", "too much at once")
    part.check(answer.code == DONE and answer.seconds < LIMIT, f"{name}: it is paused within a second", answer)
    _is_quiet(part, servers, HALF if "sends" not in name else 2 * HALF, f"{name}: nothing arrives while it is paused")
    status = binary.call("status")
    part.check("paused by" in status.out and "too much at once" in status.out, f"{name}: status says who and why", status.out)
    health = binary.call("status", "--check")
    part.check(health.code == WARNING and "paused by" in health.out, f"{name}: monitoring is warned", health.out)
    part.check(sweep.child.poll() is None, f"{name}: the sweep keeps the ledger and waits")
    if "sends" in name:
        _emergency(part, servers, world, binary)
    answer = binary.call("unpause", "--reason", "enough")
    part.equal(answer.code, DONE, f"{name}: it is let go on")
    again = binary.call("unpause", "--reason", "enough")
    part.check(again.code != DONE and "not paused" in again.err, f"{name}: once", again)
    last = sweep.wait()
    servers.arm()
    if "sends" not in name:
        check_end(part, world, binary, last, expected, f"paused {name}")
    else:
        part.equal(last.code, DONE, f"paused {name}: all is dark in the end")
        part.equal(binary.call("audit", "verify").code, DONE, f"paused {name}: the audit verifies")
    with Ledger(world.state) as ledger:
        kinds = Counter(row[0] for row in ledger.rows("SELECT kind FROM event WHERE kind IN ('paused', 'unpaused')"))
        who = ledger.one("SELECT payload FROM event WHERE kind = 'paused'")
    part.equal(kinds, Counter(paused=1, unpaused=1), f"{name}: both are events")
    part.check(all(word in str(who) for word in ('"user"', '"host"', '"version"', "too much at once")),
               f"{name}: with user, host, version and reason", who)
    world.remove()


def _emergency(part: Part, servers: Servers, world: World, binary: Binary) -> None:
    """An emergency is held by no pause."""
    clip = world.innocent[0]
    answer = binary.call("now", "--clip", clip, "--site", str(world.site), "--reason", "emergency", "--execute",
                         "--deadline", "20s", "--json")
    part.check(not (world.www / "clip" / clip).exists(), "an emergency takes down while a sweep is paused", answer)
    purged = [url for url in servers.purges() if clip in url]
    part.equal(len(purged), len(world.targets(clip)), "and purges")
    _is_quiet(part, servers, HALF, "the sweep is paused still after it")


def _pause_file(part: Part, servers: Servers, path: Path, directory: Path, expected: Outcome) -> None:
    """A file in the state directory does the same without any binary."""
    world = World(directory, servers, SWEEP)
    binary = Binary(path, world)
    sweep = _begin(world, binary, lambda world, _: servers.arrived("PURGE") > 3)
    file = world.state / "pause"
    file.touch()
    time.sleep(LIMIT)
    _is_quiet(part, servers, HALF, "pause file: nothing arrives a second after it is there")
    health = binary.call("status", "--check")
    part.check(health.code == WARNING and "file" in health.out, "pause file: monitoring is warned", health.out)
    file.unlink()
    check_end(part, world, binary, sweep.wait(), expected, "after the pause file is gone")
    with Ledger(world.state) as ledger:
        events = ledger.rows("SELECT kind FROM event WHERE payload LIKE '%pauseFile%' ORDER BY seq")
    part.equal([row[0] for row in events], ["paused", "unpaused"], "pause file: both are events")
    servers.arm()
    world.remove()


def _throttle(part: Part, servers: Servers, path: Path, directory: Path, expected: Outcome) -> None:
    """A host is asked more slowly, probes and purges together, then at full pace again."""
    world = World(directory, servers, SWEEP)
    binary = Binary(path, world)
    sweep = _begin(world, binary, lambda world, _: servers.arrived("PURGE") > 3)
    host = HOST.partition(":")[0]
    answer = binary.call("throttle", "--host", host, "--rate", "5", "--site", str(world.site), "--reason", "it groans")
    part.check(answer.code == DONE and answer.seconds < LIMIT, "it is throttled within a second", answer)
    foreign = binary.call("throttle", "--host", "evil.test", "--rate", "5", "--site", str(world.site), "--reason", "x")
    part.check(foreign.code == 64 and host in foreign.err, "a host that the site does not name is refused", foreign)
    before = _arrived(servers)
    time.sleep(3)
    count = _arrived(servers) - before
    part.check(8 <= count <= 17, "five requests a second arrive", count)
    health = binary.call("status", "--check")
    part.check(health.code == WARNING and "throttled" in health.out, "monitoring is warned of the throttle", health.out)
    answer = binary.call("throttle", "--host", host, "--rate", "full", "--reason", "it is well")
    part.equal(answer.code, DONE, "the throttle is lifted")
    check_end(part, world, binary, sweep.wait(), expected, "after a throttle")
    servers.arm()
    world.remove()


def _panic(part: Part, servers: Servers, path: Path, directory: Path, expected: Outcome) -> None:
    """Nothing is sent any more by any command; afterwards the run goes on to its end."""
    world = World(directory, servers, SWEEP)
    binary = Binary(path, world)
    sweep = _begin(world, binary, lambda world, _: servers.arrived("PURGE") > 3)
    file = world.state / "panic"
    file.touch()
    begun = time.monotonic()
    answer: Answer = sweep.wait(timeout=20)
    part.equal(answer.code, PANICKED, "panic: the sweep ends with a code of its own")
    part.check(time.monotonic() - begun < LIMIT, "panic: within a second", round(time.monotonic() - begun, 2))
    with Ledger(world.state) as ledger:
        part.equal(ledger.one("SELECT count(*) FROM attempt WHERE outcome IS NULL"), 0, "panic: what was in flight is recorded")
        part.equal(ledger.one("SELECT count(*) FROM event WHERE payload LIKE '%panicFile%'"), 1, "panic: it is an event")
    before = _arrived(servers)
    commands = {
        "run": binary.execute, "resume": binary.resuming, "watch": ("watch",),
        "now": ("now", "--clip", world.innocent[0], "--site", str(world.site), "--reason", "x", "--execute"),
        "check": ("check", "--site", str(world.site)),
        "probe": ("probe", world.urls(world.innocent[0])[0], "--site", str(world.site)),
    }
    for name, command in commands.items():
        refused = binary.call(*command)
        part.check(refused.code == PANICKED and "panic" in refused.err, f"panic: `{name}` is refused", refused)
    part.equal(_arrived(servers), before, "panic: nothing arrives")
    health = binary.call("status", "--check")
    part.check(health.code == CRITICAL and "panic" in health.out, "panic: monitoring is told", health.out)
    exempt = binary.call("exempt", "add", world.innocent[0], "--reason", "x")
    part.equal(exempt.code, DONE, "panic: people can still decide")
    file.unlink()
    servers.arm()
    check_end(part, world, binary, binary.call(*binary.resuming), expected, "after a panic")
    world.remove()
