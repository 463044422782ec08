"""What the checks of restores share: a world after its takedown, and what it is to be back, or still down."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from binary import DONE, SETTLING, Binary
from blocking import Setting, blocking_job, denied, targets, walled
from caches import Caches, fetched, get
from checks import Part
from ledger import Ledger
from world import Shape, World

FEW = Shape(matched=4, others=4, has_video=False, rebound="0.2s", spacing="0.1s")
FULL = Shape(matched=3, others=4, rebound="0.2s", spacing="0.1s")


def taken_down(
        part: Part, path: Path, directory: Path, caches: Caches, shape: Shape, setting: Setting = Setting(),
        ) -> tuple[World, Binary, dict[str, bytes], str]:
    """A world after its takedown, the program, the bytes that its links had, and the run."""
    world = walled(directory, caches, shape, setting)
    blocking_job(world)
    before = {target: fetched(caches.edge, target)[1] for target in targets(world, world.reported)}
    binary = Binary(path, world)
    last = binary.call(*binary.execute)
    part.equal(last.code, DONE if setting.has_bypass else SETTLING, f"the takedown ends ({last.err.strip()[-300:]})")
    if setting.has_blocks:
        part.equal(denied(world, caches.edge), set(before), "after the takedown all links are refused")
    return world, binary, before, str(last.json().get("run"))


def check_lit(
        part: Part, world: World, caches: Caches, clips: list[str], before: dict[str, bytes], what: str) -> None:
    """The clips are as they were: at every edge, past every block, at the origin, and in the ledger."""
    mine = targets(world, clips)
    for port in (*caches.ports, *caches.bypasses, caches.origin):
        odd = {one: seen[0] for one in mine if (seen := fetched(port, one)) != (200, before[one])}
        part.equal(odd, {}, f"{what}: every link is lit with its own bytes")
    keys = {key for clip in clips for key in world.objects(clip)}
    part.check(keys.isdisjoint(world.hidden()), f"{what}: nothing of it is in quarantine")
    with Ledger(world.state) as ledger:
        watched = {row[0] for row in ledger.rows("SELECT cast(clip AS TEXT) FROM tombstone")}
        kept = {row[0].partition("18081")[2] for row in ledger.rows("SELECT cast(url AS TEXT) FROM blocked")}
    part.check(watched.isdisjoint(clips), f"{what}: no tombstone is left of it", watched)
    part.check(kept.isdisjoint(mine), f"{what}: no block is left of it", kept)


def check_down_still(part: Part, world: World, caches: Caches, clips: list[str], what: str) -> None:
    """The clips are down as they were: refused, gone behind that, hidden, and watched."""
    mine = targets(world, clips)
    part.equal(denied(world, caches.edge) & mine, mine, f"{what}: all of its links are refused")
    part.equal({get(caches.bypasses[0], one)[0] for one in mine}, {404}, f"{what}: and gone behind that")
    keys = {key for clip in clips for key in world.objects(clip)}
    part.check(keys <= set(world.hidden()) and keys.isdisjoint(world.tree()), f"{what}: its objects are hidden")
    with Ledger(world.state) as ledger:
        watched = {row[0] for row in ledger.rows("SELECT cast(clip AS TEXT) FROM tombstone")}
    part.check(set(clips) <= watched, f"{what}: it is still watched", watched)


def check_quiet(part: Part, world: World, binary: Binary, what: str) -> None:
    """A later look at whatever is watched finds nothing to say; the record verifies."""
    with sqlite3.connect(f"{world.state}/ledger.sqlite") as ledger:
        ledger.execute("UPDATE tombstone SET due = 1")
    later = binary.call("watch")
    part.equal((later.code, later.out, later.err), (DONE, "", ""), f"{what}: a later watch is silent")
    part.equal(binary.call("audit", "verify").code, DONE, f"{what}: the audit verifies")
