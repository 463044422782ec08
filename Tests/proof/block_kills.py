"""Kills of an emergency that blocks: refused is exactly what was meant, all of it is on record."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

from binary import DONE, SETTLING, Binary, Running
from blocking import denied, has_intent, listed, nginx_command, settled, targets, urgently, walled
from caches import Caches, get
from checks import Part
from ledger import Ledger
from outcome import MOST_RESUMES
from world import Shape, World

KILLED = Shape(matched=3, others=3, has_video=False, rebound="0.3s")
SAME = ("items", "objects", "links", "sights", "entries", "open attempts", "tombstones")


def check_block_kills(part: Part, path: Path, directory: Path, kind: str, worker: int) -> None:
    """SIGKILL at random moments of an emergency and of its resumes: the same end as without."""
    dice = random.Random(f"{kind} {worker}")
    expected: dict[str, object] = {}
    kills = 0
    with Caches(directory / "caches", kind) as caches:
        for number in range(4):
            world = walled(directory, caches, KILLED)
            binary = Binary(path, world)
            aims: list[float] = []
            code = -1
            for _ in range(MOST_RESUMES):
                running = binary.start(*_next(world, binary))
                # The first world is the one without kills.
                if number and len(aims) < 4:
                    aims.append(round(_strike(world, running, dice, not aims), 3))
                code = running.wait(60).code
                kills += code == -signal.SIGKILL
                _check_recorded(part, world, caches, f"{kind}, killed after {aims}")
                if code not in (-signal.SIGKILL, SETTLING):
                    break
            what = f"{kind}, killed after {aims}"
            part.equal(code, DONE, f"{what}: it ends done")
            _check_end(part, world, binary, caches, what)
            with Ledger(world.state) as ledger:
                final = {name: rows for name, rows in ledger.final().items() if name in SAME}
            expected = expected or final
            odd = {name: (rows, expected[name]) for name, rows in final.items() if rows != expected[name]}
            part.equal(odd, {}, f"{what}: the same end as the undisturbed run")
            world.remove()
            # For the next world an empty deny list: a node that is started anew has none.
            caches.stop(0)
            caches.start(0)
    part.check(kills >= 6, f"{kind}: enough of the kills came in time", kills)
    part.note(f"kills of {kind} {worker}: in time", kills)


def _strike(world: World, running: Running, dice: random.Random, is_first: bool) -> float:
    """Kills it while a block is in flight, or after a random time; answers the seconds that it had."""
    end = running.begun + dice.uniform(0.02, dice.choice((0.3, 1.2)))
    waits = is_first and dice.random() < 0.6
    while running.child.poll() is None and (not has_intent(world, "block") if waits else time.monotonic() < end):
        time.sleep(0.001)
    if running.child.poll() is None:
        os.kill(running.child.pid, signal.SIGKILL)
    return time.monotonic() - running.begun


def _next(world: World, binary: Binary) -> tuple[str, ...]:
    """What a person would type: the emergency until it has begun, then to resume it."""
    with Ledger(world.state) as ledger:
        is_begun = ledger.state in ("applying", "closed")
    return binary.resuming if is_begun else urgently(world, world.reported, "--json", "--quiet")


def _check_recorded(part: Part, world: World, caches: Caches, what: str) -> None:
    """Nothing is refused, and nothing is gone, without an intent."""
    with Ledger(world.state) as ledger:
        attempts = ledger.attempts()
    blocks = {one.target.partition("18081")[2] for one in attempts if one.kind == "block"}
    refused_now = denied(world, caches.edge)
    part.check(refused_now <= blocks, f"{what}: nothing is refused without an intent", refused_now - blocks)
    keys = {key for clip in world.reported + world.innocent for key in world.objects(clip)}
    gone = {key for key in keys if not (world.www / key).exists()}
    hidden = {one.target for one in attempts if one.kind == "disable"}
    part.check(gone <= hidden, f"{what}: nothing is gone without an intent", gone - hidden)


def _check_end(part: Part, world: World, binary: Binary, caches: Caches, what: str) -> None:
    reported = targets(world, world.reported)
    part.equal(denied(world, caches.edge), reported, f"{what}: the deny list holds exactly the clips' links")
    if caches.kind == "nginx":
        part.equal(listed(caches), reported, f"{what}: and its file, too")
    part.equal({get(caches.bypasses[0], one)[0] for one in reported}, {404}, f"{what}: and the cache nothing of them")
    part.equal({get(caches.edge, one)[0] for one in targets(world, world.innocent)}, {200},
               f"{what}: all others are lit")
    part.equal((binary.call("audit", "verify").code, world.served_objects()), (DONE, set()),
               f"{what}: the audit verifies")
    with Ledger(world.state) as ledger:
        kept = {row[0].partition("18081")[2] for row in ledger.rows("SELECT cast(url AS TEXT) FROM blocked")}
        part.equal(ledger.integrity(), "ok", f"{what}: integrity_check")
    part.equal(kept, reported, f"{what}: the ledger knows what is refused")


def check_draft(part: Part, path: Path, directory: Path) -> None:
    """SIGKILL when the new list is written and not yet in its place: the node can still be started and told."""
    with Caches(directory / "caches", "nginx") as caches:
        world = walled(directory, caches)
        binary = Binary(path, world)
        trace = ["-f", "-o", "/dev/null", "-e", "trace=rename", "-e", "inject=rename:signal=SIGKILL:when=1"]
        binary.call(*urgently(world, world.reported, "--json"), strace=trace)
        part.equal(listed(caches), set(), "draft: killed before the list was in its place")
        node = caches.folder_of(0)
        trial = [*nginx_command(node), "-t"]
        begun = subprocess.run(trial, capture_output=True, text=True)
        part.equal(begun.returncode, 0, f"draft: nginx finds its configuration sound ({begun.stderr.strip()[-300:]})")
        part.equal(settled(binary), DONE, "draft: resumed, it ends done")
        part.equal(denied(world, caches.edge), targets(world, world.reported), "draft: the links are refused")
        tried = subprocess.run(trial, capture_output=True, text=True)
        part.equal(tried.returncode, 0, f"draft: and it still is ({tried.stderr.strip()[-300:]})")
        left = sorted(file.name for file in node.iterdir() if "purge-deny" in file.name)
        part.equal(left, ["purge-deny.map"], "draft: nothing lies beside the list")
        world.remove()
