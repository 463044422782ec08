"""Kills of a restore: the clip is lit all the same, and nobody else is."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from binary import DONE, SETTLING, Binary, Running
from blocking import denied, has_intent, restoring, targets
from caches import Caches
from checks import Part
from ledger import Ledger
from restored import FULL, check_down_still, check_lit, check_quiet, taken_down
from world import World

MOST_ENDS = 3  # resumes of a restore that ends settling


def check_restore_kills(part: Part, path: Path, directory: Path, kind: str, worker: int) -> None:
    """SIGKILL at random moments of a restore and of its resumes: lit all the same, and nobody else."""
    dice = random.Random(f"{kind} {worker}")
    kills = 0
    with Caches(directory / "caches", kind, keeps_gone=True) as caches:
        for _ in range(2):
            world, binary, before, _ = taken_down(part, path, directory, caches, FULL)
            clip, others = world.reported[0], world.reported[1:]
            aims: list[float] = []
            code, ends = -signal.SIGKILL, 0
            while ends < MOST_ENDS and code in (-signal.SIGKILL, SETTLING):
                running = binary.start(*_next(world, binary, clip))
                if len(aims) < 5:
                    aims.append(round(_strike(world, running, dice, len(aims) < 2), 3))
                code = running.wait(60).code
                kills += code == -signal.SIGKILL
                ends += code != -signal.SIGKILL
            what = f"{kind}, killed after {aims}"
            part.equal(code, DONE, f"{what}: it ends done")
            check_lit(part, world, caches, [clip], before, what)
            check_down_still(part, world, caches, others, f"{what}, others")
            part.equal(denied(world, caches.edge), targets(world, others), f"{what}: the others alone are refused")
            check_quiet(part, world, binary, what)
            with Ledger(world.state) as ledger:
                part.equal(ledger.integrity(), "ok", f"{what}: integrity_check")
                part.equal(ledger.one("SELECT count(*) FROM attempt WHERE outcome IS NULL"), 0,
                           f"{what}: no open attempt")
            world.remove()
            # For the next world an empty deny list: a node that is started anew has none.
            caches.stop(0)
            caches.start(0)
    part.check(kills >= 5, f"{kind}: enough of the kills came in time", kills)
    part.note(f"kills of {kind} {worker}: in time", kills)


def _strike(world: World, running: Running, dice: random.Random, may_aim: bool) -> float:
    """Kills it while a step is in flight, or after a random time; answers the seconds that it had."""
    end = running.begun + dice.uniform(0.02, dice.choice((0.3, 1.2)))
    step = dice.choice(("", "", "unblock", "restore", "purge")) if may_aim else ""
    while running.child.poll() is None and time.monotonic() < running.begun + 2:
        if has_intent(world, step) if step else time.monotonic() >= end:
            break
        time.sleep(0.001)
    if running.child.poll() is None:
        os.kill(running.child.pid, signal.SIGKILL)
    return time.monotonic() - running.begun


def _next(world: World, binary: Binary, clip: str) -> tuple[str, ...]:
    """What a person would type: the restore until it has begun, then to resume it."""
    with Ledger(world.state) as ledger:
        is_begun = ledger.rows("SELECT 1 FROM run WHERE purpose = 'restore' AND startedAt IS NOT NULL")
    return binary.resuming if is_begun else restoring(world, clip, "--execute", "--deadline", "8s")
