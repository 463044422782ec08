"""Restores that must not go through, or not wholly: strangers' files, lost bytes, holds, emergencies."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from binary import DONE, PARTIAL, SETTLING, USAGE, Binary
from blocking import blocking_job, denied, restoring, targets, urgently, walled
from caches import Caches, fetched, get
from checks import Part
from ledger import Ledger
from restored import FEW, FULL, check_down_still, check_lit, taken_down
from world import Shape, World

DELETED = Shape(matched=2, others=4, has_video=False, rebound="0.2s", spacing="0.1s", action="delete")


def check_anew(part: Part, path: Path, directory: Path) -> None:
    """Another file stands in an object's place: it is not overwritten, the clip is set aside, and that is said."""
    with Caches(directory / "caches", "nginx", keeps_gone=True) as caches:
        world, binary, before, _ = taken_down(part, path, directory, caches, FULL)
        clip = world.reported[0]
        page, *videos = world.objects(clip)
        (world.www / page).write_bytes(b"uploaded anew")
        last = binary.call(*restoring(world, clip, "--execute", "--deadline", "5s"))
        part.equal(last.code, PARTIAL, f"anew: the clip is set aside ({last.err.strip()[-300:]})")
        part.check("another object stands in its place" in last.err, "anew: and that is said", last.err[-400:])
        part.equal((world.www / page).read_bytes(), b"uploaded anew", "anew: the new file is as it was")
        wanted = hashlib.sha256(before[f"/{page}"]).hexdigest()
        part.equal(world.hidden().get(page), wanted, "anew: and so is the hidden one")
        with Ledger(world.state) as ledger:
            state = ledger.rows("SELECT state, cause FROM item WHERE run = ?", ledger.run)[0]
        part.check(state[0] == "setAside" and "another object" in state[1], "anew: the ledger says why", state)
        # Whatever was done for the rest is done whole: an object that is back at the origin is no 404 at an edge.
        at_origin = {key: fetched(caches.origin, f"/{key}")[0] for key in videos}
        at_edge = {key: fetched(caches.edge, f"/{key}")[0] for key in videos}
        part.check(at_edge == at_origin or set(at_origin.values()) == {404},
                   "anew: what is back at the origin is lit at the edge", (at_origin, at_edge))
        (world.www / page).unlink()
        again = binary.call(*restoring(world, clip, "--execute", "--deadline", "5s"))
        part.equal(again.code, DONE,
                   f"anew: with the new file out of the way it comes back ({again.err.strip()[-300:]})")
        world.remove()


def check_missing(part: Part, path: Path, directory: Path) -> None:
    """A file is missing in quarantine: it is said, and the rest of the clip comes back."""
    with Caches(directory / "caches", "nginx") as caches:
        world, binary, before, run = taken_down(part, path, directory, caches, FULL)
        clip = world.reported[0]
        page, *videos = world.objects(clip)
        (world.quarantine / run / page).unlink()
        last = binary.call(*restoring(world, clip, "--execute", "--deadline", "4s"))
        part.equal(last.code, PARTIAL, f"missing: the clip is set aside ({last.err.strip()[-300:]})")
        part.check("neither hidden nor served" in last.err, "missing: and that is said", last.err[-400:])
        part.check("0 of 1 clips are lit" in last.out, "missing: and not counted as lit", last.out[:200])
        found = {key: fetched(caches.edge, f"/{key}") for key in videos}
        part.equal(found, {key: (200, before[f"/{key}"]) for key in videos}, "missing: the rest of it is back")
        part.equal(binary.call("audit", "verify").code, DONE, "missing: the audit verifies")
        world.remove()


def check_deleted(part: Part, path: Path, directory: Path) -> None:
    """Bytes that were destroyed do not come back: refused with the reason, and the clip stays blocked and watched."""
    for name in ("run", "now"):
        what = f"deleted by {name}"
        with Caches(directory / "caches", "nginx") as caches:
            world = walled(directory, caches, DELETED)
            blocking_job(world)
            binary = Binary(path, world)
            command = urgently(world, world.reported, "--delete", "--json") if name == "now" else binary.execute
            part.equal(binary.call(*command).code, DONE, f"{what}: it is done")
            part.equal((world.served_objects(), world.hidden()), (set(), {}), f"{what}: nothing is left of the bytes")
            clip = world.reported[0]
            planned = binary.call(*restoring(world, clip))
            part.check(planned.code != DONE and "destroyed" in planned.err,
                       f"{what}: not even planned, with the reason",
                       f"{planned} {planned.out[:200]}")
            last = binary.call(*restoring(world, clip, "--execute", "--deadline", "2s"))
            part.check(last.code == USAGE and "destroyed" in last.err, f"{what}: refused with the reason", last)
            part.equal(denied(world, caches.edge), targets(world, world.reported), f"{what}: it stays refused")
            with Ledger(world.state) as ledger:
                watched = {row[0] for row in ledger.rows("SELECT cast(clip AS TEXT) FROM tombstone")}
            part.equal(watched, set(world.reported), f"{what}: and watched")
            world.remove()


def check_hold(part: Part, path: Path, directory: Path) -> None:
    """A hold that comes between plan and restore: not restored, still watched, and restored once it is lifted."""
    with Caches(directory / "caches", "nginx", keeps_gone=True) as caches:
        world, binary, before, _ = taken_down(part, path, directory, caches, FEW)
        held, free = world.reported[:2]
        plan = binary.call(*restoring(world, held, "--json")).json()
        binary.call("hold", "add", held, "--reason", "proof")
        last = binary.call(*binary.applying(plan))
        part.equal(last.code, PARTIAL, f"hold before the restore: set aside ({last.err.strip()[-300:]})")
        check_down_still(part, world, caches, [held], "hold before the restore")
        binary.call("hold", "remove", held, "--reason", "proof")
        back = binary.call(*restoring(world, held, "--execute"))
        part.equal(back.code, DONE, f"hold lifted: it can be restored ({back.err.strip()[-300:]})")
        if back.code == DONE:
            check_lit(part, world, caches, [held], before, "hold lifted")
        check_down_still(part, world, caches, [free], "hold, another clip")
        world.remove()


def check_late_hold(part: Part, path: Path, directory: Path) -> None:
    """A hold that comes while the store cannot put the object back: not restored when it could be again."""
    with Caches(directory / "caches", "nginx", keeps_gone=True) as caches:
        world, binary, _, _ = taken_down(part, path, directory, caches, FEW)
        clip = world.reported[0]
        aside = world.directory / "aside"
        (world.www / "clip").rename(aside)
        (world.www / "clip").write_bytes(b"no folder")
        running = binary.start(*restoring(world, clip, "--execute", "--deadline", "20s"))
        while running.child.poll() is None and not _has_failed(world):
            time.sleep(0.005)
        added = binary.call("hold", "add", clip, "--reason", "proof")
        part.equal(added.code, DONE, "late hold: it can be given while a restore waits")
        (world.www / "clip").unlink()
        aside.rename(world.www / "clip")
        last = running.wait()
        part.equal(last.code, PARTIAL, f"late hold: the clip is set aside ({last.err.strip()[-300:]})")
        key = world.objects(clip)[0]
        part.check(key in world.hidden() and key not in world.tree(), "late hold: its object stays hidden")
        lit = {get(port, f"/{key}")[0] for port in (caches.edge, caches.bypasses[0], caches.origin)}
        part.check(lit <= {404, 451}, "late hold: and nothing of it is served", lit)
        with Ledger(world.state) as ledger:
            decided = int(str(ledger.one("SELECT createdAt FROM decision WHERE cast(clip AS TEXT) = ?", clip)))
            late = ledger.rows(
                """SELECT s.kind FROM attempt a JOIN step s ON s.run = a.run AND s.number = a.step
                WHERE a.run = ? AND a.intendedAt > ? AND s.kind IN ('restore', 'unblock')""", ledger.run, decided)
            watched = {row[0] for row in ledger.rows("SELECT cast(clip AS TEXT) FROM tombstone")}
        part.equal(late, [], "late hold: nothing is brought back after it")
        # Fails, as above.
        part.check(clip in watched, "late hold: it is still watched", watched)
        world.remove()


def _has_failed(world: World) -> bool:
    with Ledger(world.state) as ledger:
        return bool(ledger.rows(
            """SELECT 1 FROM attempt a JOIN step s ON s.run = a.run AND s.number = a.step
            WHERE s.kind = 'restore' AND a.outcome = 'unknown'"""))


def check_emergency(part: Part, path: Path, directory: Path) -> None:
    """An emergency for a clip that is just being restored: it wins, and the restore does not light it again."""
    shape = Shape(matched=2, others=4, has_video=False, rebound="3s", spacing="0.1s", patience="30s")
    with Caches(directory / "caches", "nginx", keeps_gone=True) as caches:
        world, binary, _, _ = taken_down(part, path, directory, caches, shape)
        clip = world.reported[0]
        running = binary.start(*restoring(world, clip, "--execute", "--deadline", "4s"))
        while running.child.poll() is None and not (world.www / world.objects(clip)[0]).exists():
            time.sleep(0.005)
        urgent = binary.call(*urgently(world, [clip], "--json"))
        part.equal(urgent.code, DONE, f"emergency: it ends dark ({urgent.err.strip()[-300:]})")
        last = running.wait()
        part.check(last.code in (PARTIAL, SETTLING),
                   "emergency: the restore does not say that the clip is back", last)
        check_down_still(part, world, caches, world.reported, "emergency")
        part.equal(binary.call("audit", "verify").code, DONE, "emergency: the audit verifies")
        world.remove()
