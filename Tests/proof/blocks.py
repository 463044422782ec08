"""Blocks on real caches: who refuses when, what a block hides, and what it must never hold back."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

from binary import DONE, SETTLING, Binary
from block_kills import check_block_kills, check_draft
from blocking import KINDS, REFUSED, SMALL, Onlooker, Setting, denied, settled, targets, together, urgently, walled
from caches import Caches, forget, get, refused, warmed
from checks import Part
from ledger import Ledger
from revoking import check_dead, check_dead_rebound, check_repeat, check_revoked, check_tags
from world import Shape, World

FULL = Shape(matched=2, others=4, rebound="0.2s", spacing="0.1s")
RACED = Shape(matched=1, others=3, has_video=False, rebound="1s")
HELD_BACK = 1.6  # seconds that a disable may wait for blocks, on a machine with other work too


def check_blocks(part: Part, path: Path, directory: Path) -> None:
    """Every case on the caches that it concerns, several at once: they wait far more than they work."""
    cases = {}
    for kind in KINDS:
        for worker in range(2):
            cases[f"kills of {kind} {worker}"] = (
                lambda *given, kind=kind, worker=worker: check_block_kills(*given, kind, worker))
        cases[f"now at {kind}"] = lambda *given, kind=kind: _check_now(*given, kind)
        cases[f"unverified {kind}"] = lambda *given, kind=kind: _check_unverified(*given, kind)
        cases[f"race at {kind}"] = lambda *given, kind=kind: _check_race(*given, kind)
        cases[f"down {kind}"] = lambda *given, kind=kind: _check_down(*given, kind)
    for trouble in ("hangs", "folder", "fails", "idle"):
        cases[f"list {trouble}"] = lambda *given, trouble=trouble: _check_trouble(*given, trouble)
    cases |= {
        "tags": check_tags, "revoked": check_revoked, "revoker dead": check_dead, "revoker killed": check_repeat,
        "revoker dead, refill": check_dead_rebound, "draft": check_draft}
    together(part, path, directory, cases)


# Who refuses when.


def _spellings(target: str) -> list[str]:
    return [target, target + "?x=1", target + "?", "/" + target, target.replace("clip/", "%63lip/"),
            target.replace("clip/", "clip/./"), target.replace("clip/", "clip//")]


def _check_now(part: Part, path: Path, directory: Path, kind: str) -> None:
    """An emergency: refused within a second and before the origin is dark, in every spelling, and nobody else is."""
    with Caches(directory / "caches", kind) as caches:
        world = walled(directory, caches, FULL)
        binary = Binary(path, world)
        clip = world.reported[0]
        with Onlooker(world, caches.edge, clip) as public:
            last = binary.call(*urgently(world, [clip], "--json"))
        part.equal(last.code, DONE, f"{kind}: it ends done with a way past the block ({last.err.strip()[-300:]})")
        part.check(public.first_refusal < 1, f"{kind}: refused within a second", round(public.first_refusal, 2))
        part.note(f"{kind}: seconds to the block", round(public.first_refusal, 2))
        part.equal(public.unblocked_when_gone, set(), f"{kind}: refused before the origin's file is gone")
        part.equal(public.after_refusal, {REFUSED}, f"{kind}: and ever after")
        odd = {one: seen for target in world.targets(clip) for one in _spellings(target)
               if (seen := refused(caches.edge, one)) != REFUSED}
        part.equal(odd, {}, f"{kind}: every spelling is refused")
        part.check(refused(caches.edge, world.targets(clip)[0].lower()) != REFUSED, f"{kind}: but not another case")
        part.equal(denied(world, caches.edge), targets(world, [clip]),
                   f"{kind}: the clip's links are refused, and no others")
        lit = {get(caches.edge, target)[0] for target in targets(world, world.innocent + world.reported[1:])}
        part.equal(lit, {200}, f"{kind}: everybody else is served")
        _check_order(part, world, kind)
        part.equal(binary.call("audit", "verify").code, DONE, f"{kind}: the audit verifies")
        world.remove()


def _check_order(part: Part, world: World, what: str) -> None:
    """Every block's intent of an item is before those of its disables."""
    with Ledger(world.state) as ledger:
        rows = ledger.rows(
            """SELECT s.item, s.kind, min(a.number), max(a.number), min(a.intendedAt), max(a.intendedAt), count(*)
            FROM attempt a JOIN step s ON s.run = a.run AND s.number = a.step
            WHERE s.kind IN ('block', 'disable') AND a.pass = 1 AND a.try = 1 GROUP BY 1, 2""")
    kinds = {(item, kind): row for item, kind, *row in rows}
    items = {item for item, _ in kinds}
    part.check(bool(items) and len(kinds) == 2 * len(items), f"{what}: every item has blocks and disables", kinds)
    late = [item for item in items if (block := kinds.get((item, "block"))) and (hide := kinds.get((item, "disable")))
            and (block[1] >= hide[0] or block[3] > hide[2])]
    part.equal(late, [], f"{what}: every block's intent is before the disables' of its item")


def _check_unverified(part: Part, path: Path, directory: Path, kind: str) -> None:
    """Without a way past the block nobody can know what the cache holds: the clock stops, and the run stays open."""
    with Caches(directory / "caches", kind) as caches:
        world = walled(directory, caches, SMALL, Setting(has_bypass=False))
        binary = Binary(path, world)
        last = binary.call(*urgently(world, world.reported, "--deadline", "50s"))
        part.equal(last.code, SETTLING, f"{kind}, no bypass: the run is settling")
        part.check("2 blocked, cache unverified" in last.out,
                   f"{kind}, no bypass: the headline says so", last.out[-400:])
        part.check("bypass" in last.err, f"{kind}, no bypass: the site's fault is named", last.err[-400:])
        part.check(last.seconds < 20, f"{kind}, no bypass: it ends long before its deadline", round(last.seconds, 1))
        part.note(f"{kind}: seconds unverified", round(last.seconds, 1))
        _check_open(part, world, binary, f"{kind}, no bypass")
        for _ in range(2):
            later = binary.call("watch")
            part.equal((later.code, later.out, later.err), (SETTLING, "", ""),
                       f"{kind}, no bypass: a watch says nothing")
            part.check(later.seconds < 5, f"{kind}, no bypass: and is short", round(later.seconds, 1))
        _check_open(part, world, binary, f"{kind}, no bypass, watched")
        part.equal(denied(world, caches.edge), targets(world, world.reported),
                   f"{kind}, no bypass: all links are refused")
        world.remove()


def _check_open(part: Part, world: World, binary: Binary, what: str) -> None:
    told = binary.call("status", "--json")
    runs = told.out and json.loads(told.out)
    sums = runs[0]["conservation"] if runs else {}
    found = {name: sums.get(name) for name in ("blocked", "dark", "lit", "unknown", "holds")}
    part.equal(found, {"blocked": 2, "dark": 0, "lit": 0, "unknown": 0, "holds": True},
               f"{what}: status counts it as blocked")
    part.equal(runs[0]["summary"]["state"] if runs else None, "applying", f"{what}: status has the run open")
    with Ledger(world.state) as ledger:
        seen = set(ledger.rows("SELECT edge, visibility, reason, isSettled FROM sight WHERE run = ?", ledger.run))
        items = set(ledger.rows("SELECT state, visibility, darkAt IS NULL, blockedAt IS NOT NULL FROM item"))
        watched = ledger.one("SELECT count(*) FROM tombstone")
    part.equal(seen, {("edge-1", "dark", "blocked", 0), ("origin-1", "dark", "gone", 1)},
               f"{what}: the ledger has it blocked")
    part.equal(items, {("planned", "dark", 1, 1)}, f"{what}: its clips have no time of darkness")
    part.equal(watched, 0, f"{what}: and no tombstones")


# What a block hides.


def _check_race(part: Part, path: Path, directory: Path, kind: str) -> None:
    """A fetch in flight fills the cache behind the block, after the rebound: it is seen, purged, and never public."""
    with Caches(directory / "caches", kind) as caches:
        world = walled(directory, caches, RACED)
        target = world.targets(world.reported[0])[0]
        forget(caches.edge, target)
        gate = caches.hold(target)
        answers: list[int] = []
        reader = threading.Thread(target=lambda: answers.append(get(caches.edge, target)[0]))
        reader.start()
        part.check(gate.held.wait(20), f"{kind}, race: a fetch is in flight")
        binary = Binary(path, world)
        with Onlooker(world, caches.edge, world.reported[0], timeout=0.3) as public:
            running = binary.start(*urgently(world, world.reported, "--json"))
            while running.child.poll() is None and not _is_rebound(world):
                time.sleep(0.01)
            gate.opened.set()
            reader.join()
            behind = warmed(caches.bypasses[0], target)
            last = running.wait()
            time.sleep(0.3)
        part.equal(answers, [200], f"{kind}, race: who asked before the block is answered")
        part.equal(behind, (200, "HIT"), f"{kind}, race: the fetch has filled the cache behind the block")
        part.equal(last.code, DONE, f"{kind}, race: the run is done ({last.err.strip()[-300:]})")
        part.equal(get(caches.bypasses[0], target)[0], 404, f"{kind}, race: the copy is gone, past the block too")
        part.equal(public.after_refusal, {REFUSED}, f"{kind}, race: the public never saw it")
        part.check(len(public.glances) > 20, f"{kind}, race: the public looked often", len(public.glances))
        with Ledger(world.state) as ledger:
            reasons = [row[0] for row in ledger.rows("SELECT reason FROM probe WHERE edge = 'edge-1' ORDER BY round")]
            passes = ledger.one("SELECT max(pass) FROM step WHERE kind = 'purge'")
        part.check("blockedCopy" in reasons, f"{kind}, race: it was seen as a blocked copy", reasons)
        part.equal(reasons[-2:], ["gone", "gone"], f"{kind}, race: and then twice as gone")
        part.check(int(str(passes)) > 2, f"{kind}, race: and purged again", passes)
        world.remove()


def _is_rebound(world: World) -> bool:
    """Whether every link has its second purge's receipt."""
    with Ledger(world.state) as ledger:
        again = [one for one in ledger.attempts() if one.work == "rebound"] if ledger.is_made else []
    return len({one.target for one in again if one.outcome}) == len(world.reported)


# What a block must never hold back.


def _check_patience(part: Part, world: World, err: str, what: str) -> None:
    """Disables came in time although a node could not be told, the warning names it, and no clip is set aside."""
    with Ledger(world.state) as ledger:
        first, last = ledger.rows(
            """SELECT min(a.intendedAt) - r.startedAt, max(a.intendedAt) - r.startedAt FROM attempt a
            JOIN run r ON r.id = a.run JOIN step s ON s.run = a.run AND s.number = a.step
            WHERE s.kind = 'disable' AND a.try = 1""")[0]
        aside = ledger.one("SELECT count(*) FROM item WHERE state = 'setAside'")
        blocks = ledger.rows("SELECT place, state, count(*) FROM step WHERE kind = 'block' GROUP BY 1, 2 ORDER BY 1")
    part.check(last / 1e6 < HELD_BACK, f"{what}: no disable waits longer than a second", (first / 1e6, last / 1e6))
    part.note(f"{what}: seconds to the disables", round(last / 1e6, 2))
    part.check("not blocked there yet" in err and "denyList/edge-2" in err,
               f"{what}: a warning names the node", err[-600:])
    part.check("denyList/edge-1" not in err, f"{what}: and not the other", err[-600:])
    part.equal(aside, 0, f"{what}: no clip is set aside")
    part.check(("denyList/edge-1", "done", 2) in blocks, f"{what}: the other node's blocks are done", blocks)


def _check_trouble(part: Part, path: Path, directory: Path, trouble: str) -> None:
    """The second node's deny list cannot be had: a missing folder, a command that fails, hangs, or does nothing."""
    what = f"list {trouble}"
    commands = {"fails": ("/bin/false",), "hangs": ("/bin/sleep", "600"), "idle": ("/bin/true",)}
    setting = Setting(
        files=((1, str(directory / "nowhere/purge-deny.map")),) if trouble == "folder" else (),
        reloads=((1, commands[trouble]),) if trouble in commands else ())
    with Caches(directory / "caches", "nginx", nodes=2) as caches:
        world = walled(directory, caches, SMALL, setting)
        last = Binary(path, world).call(*urgently(world, world.reported, "--json", "--deadline", "60s"))
        part.equal(last.code, DONE, f"{what}: the run is done, since all is gone ({last.err.strip()[-300:]})")
        _check_patience(part, world, last.err, what)
        reported = targets(world, world.reported)
        part.equal(denied(world, caches.ports[0]), reported, f"{what}: the other node refuses them")
        part.equal({get(caches.ports[1], target)[0] for target in reported}, {404},
                   f"{what}: this one has them no more")
        part.check(last.seconds < 30, f"{what}: it ends soon", round(last.seconds, 1))
        with Ledger(world.state) as ledger:
            states = {row[0] for row in ledger.rows("SELECT state FROM step WHERE place = 'denyList/edge-2'")}
            state = ledger.state
        part.equal((states, state), ({"skipped"}, "closed"), f"{what}: the blocks that could not be had are given up")
        world.remove()


def _check_down(part: Part, path: Path, directory: Path, kind: str) -> None:
    """A node that is down: neither blocked nor purged; all else goes on, and it is finished when it is back."""
    what = f"{kind}, node down"
    with Caches(directory / "caches", kind, nodes=2) as caches:
        world = walled(directory, caches)
        binary = Binary(path, world)
        caches.stop(1)
        last = binary.call(*urgently(world, world.reported, "--json", "--deadline", "3s"))
        part.equal(last.code, SETTLING, f"{what}: the run is settling")
        _check_patience(part, world, last.err, what)
        part.equal(world.served_objects(), set(), f"{what}: the origin serves nothing of it")
        reported = targets(world, world.reported)
        part.equal(denied(world, caches.ports[0]), reported, f"{what}: the other node refuses the links")
        part.equal({get(caches.bypasses[0], one)[0] for one in reported}, {404}, f"{what}: and was purged")
        caches.start(1)
        caches.ask(links=[("", target) for target in targets(world, world.innocent)])
        part.equal(settled(binary), DONE, f"{what}: done when it is back")
        gone = {status for one in reported for status, _ in [refused(caches.ports[1], one)]}
        part.check(gone <= {404, 451}, f"{what}: nothing of it is served there", gone)
        part.equal(denied(world, caches.ports[1]) - reported, set(), f"{what}: nothing else is refused there")
        part.equal(binary.call("audit", "verify").code, DONE, f"{what}: the audit verifies")
        world.remove()
