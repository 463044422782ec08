"""Two runs at once, and fifty: one works, the others say "locked" at once."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from binary import DONE, LOCKED, Binary
from checks import Part
from outcome import check_end, check_laws, reference
from servers import Servers
from world import Shape, World

SLOW = Shape(rebound="4s")
CROWD = 50
CROWD_SECONDS = 15  # fifty processes begin at once on two cores: the whole crowd must be through in this time


def check_rivals(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """A second run while one is being applied, then a crowd from the start."""
    expected = _pair(part, servers, path, directory)
    world = World(directory / "crowd", servers, SLOW)
    binary = Binary(path, world)
    begun = time.monotonic()
    crowd = [binary.start(*binary.execute) for _ in range(CROWD)]
    while sum(one.child.poll() is None for one in crowd) > 1 and time.monotonic() < begun + 60:
        time.sleep(0.02)
    part.note(f"seconds of {CROWD - 1} that were locked out", round(time.monotonic() - begun, 2))
    part.check(time.monotonic() - begun < CROWD_SECONDS, f"all but one of {CROWD} are through in {CROWD_SECONDS} s")
    answers = [one.wait() for one in crowd]
    codes = Counter(answer.code for answer in answers)
    part.equal(codes, Counter({LOCKED: CROWD - 1, DONE: 1}), f"of {CROWD} at once just one works")
    winner = next((answer for answer in answers if answer.code == DONE), answers[0])
    check_end(part, world, binary, winner, expected, "after the crowd")
    attempts = servers.purges()
    part.check(max(attempts.values(), default=0) <= 2, "no purge but the first and its rebound", attempts.most_common(2))
    world.remove()


def _pair(part: Part, servers: Servers, path: Path, directory: Path) -> "object":
    """One works, a second one comes a second later, and all other commands that change things."""
    world = World(directory / "pair-reference", servers)
    expected = reference(world, Binary(path, world))
    world = World(directory / "pair", servers, SLOW)
    binary = Binary(path, world)
    first = binary.start(*binary.execute)
    while not servers.purges() and first.child.poll() is None:
        time.sleep(0.01)
    for command in (binary.execute, binary.planning, binary.resuming):
        answer = binary.call(*command)
        part.equal(answer.code, LOCKED, f"{command[0]} beside a run is locked")
        part.check(answer.seconds < 1, f"{command[0]} says so within a second", round(answer.seconds, 2))
        part.check("held by" in answer.err, f"{command[0]} names the holder", answer.err.strip())
    answer = binary.call("status")
    part.check(answer.code == DONE, "status can be read beside a run", answer)
    last = first.wait()
    check_laws(part, world, binary, "beside rivals")
    check_end(part, world, binary, last, expected, "beside rivals")
    world.remove()
    return expected
