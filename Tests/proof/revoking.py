"""Tags and revocations on real caches: what goes with a clip's tag, and what an endpoint is asked."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

from binary import DONE, SETTLING, Binary
from blocking import SMALL, Setting, settled, targets, urgently, walled
from caches import Caches, forget, get, warmed
from checks import Part
from endpoint import Endpoint
from ledger import Ledger
from world import HOST, World


def check_tags(part: Part, path: Path, directory: Path) -> None:
    """A copy under a query that nobody declared goes with its tag, stays without, and the neighbours' copies stay."""
    for tags in ("clip-{id}", ""):
        what = "tags" if tags else "no tags"
        with Caches(directory / "caches", "varnish", has_tags=True) as caches:
            world = walled(directory, caches, SMALL, Setting(has_blocks=False, has_bypass=False, tags=tags))
            clips = (world.reported[0], world.innocent[0])
            mine, theirs = (world.targets(clip)[0] + "?undeclared=1" for clip in clips)
            for target in (mine, theirs):
                part.equal(warmed(caches.edge, target), (200, "HIT"), f"{what}: a copy under a query is cached")
            last = Binary(path, world).call(*Binary(path, world).execute)
            part.equal(last.code, DONE, f"{what}: the run is done ({last.err.strip()[-300:]})")
            part.equal(get(caches.edge, mine)[0], 404 if tags else 200, f"{what}: the copy under a query")
            part.equal(get(caches.edge, theirs), (200, "HIT"), f"{what}: a neighbour's copy stays")
            with Ledger(world.state) as ledger:
                sent = [row[0] for row in ledger.rows(
                    "SELECT DISTINCT cast(target AS TEXT) FROM step WHERE kind = 'purgeTag' ORDER BY 1")]
            part.equal(sent, [f"http://{HOST}/ clip-{clip}" for clip in world.reported] if tags else [],
                       f"{what}: the tags that were purged")
            world.remove()


def _revoking(directory: Path, caches: Caches, endpoint: Endpoint) -> World:
    return walled(directory, caches, SMALL, Setting(has_blocks=False, has_bypass=False, more=endpoint.section))


def _check_endpoint(part: Part, world: World, endpoint: Endpoint, tries: int, what: str) -> None:
    """Every clip was revoked at every revoker, once, under one key of its own."""
    part.equal(endpoint.odd, [], f"{what}: every request is as the site says")
    for revoker in ("shares", "links"):
        part.equal(endpoint.revoked(revoker), world.reported, f"{what}: every clip is revoked once at {revoker}")
    keys = endpoint.keys()
    part.equal({len(found) for found in keys.values()}, {1}, f"{what}: a request that is repeated has the same key")
    part.equal(len({key for found in keys.values() for key in found}), len(keys), f"{what}: and others another")
    part.equal(len(endpoint.calls), tries * len(keys), f"{what}: as often as it takes, and no more")


def check_revoked(part: Part, path: Path, directory: Path) -> None:
    """Revocations that work, that are asked to wait, that fail, and that are refused at first."""
    for name, moods in {"well": (), "5xx": (500, 502), "429": (429,), "503": (503,), "401": (401, 401)}.items():
        what = f"revoker, {name}"
        with Caches(directory / "caches", "nginx") as caches, Endpoint(moods) as endpoint:
            world = _revoking(directory, caches, endpoint)
            binary = Binary(path, world)
            last = binary.call(*binary.execute)
            part.equal(last.code, DONE, f"{what}: the run is done ({last.err.strip()[-300:]})")
            _check_endpoint(part, world, endpoint, len(moods) + 1, what)
            with Ledger(world.state) as ledger:
                states = {row[0] for row in ledger.rows("SELECT state FROM item WHERE run = ?", ledger.run)}
            part.equal(states, {"planned"}, f"{what}: no clip is set aside")
            part.equal(binary.call("audit", "verify").code, DONE, f"{what}: the audit verifies")
            world.remove()


def check_dead(part: Part, path: Path, directory: Path) -> None:
    """An endpoint that is down: disables and purges go on, and no clip is done before it was revoked."""
    with Caches(directory / "caches", "nginx") as caches, Endpoint(is_listening=False) as endpoint:
        world = _revoking(directory, caches, endpoint)
        binary = Binary(path, world)
        reported = targets(world, world.reported)
        last = binary.call(*urgently(world, world.reported, "--deadline", "3s", "--json"))
        part.equal(last.code, SETTLING, "revoker dead: the run is settling")
        part.equal(world.served_objects(), set(), "revoker dead: the origin serves nothing of it")
        part.equal({get(caches.edge, one)[0] for one in reported}, {404},
                   "revoker dead: the cache holds nothing of it")
        with Ledger(world.state) as ledger:
            dark = ledger.one("SELECT count(*) FROM item WHERE darkAt IS NOT NULL OR state <> 'planned'")
            watched = ledger.one("SELECT count(*) FROM tombstone")
            delay = ledger.one(
                """SELECT max(a.intendedAt - r.startedAt) FROM attempt a JOIN run r ON r.id = a.run
                JOIN step s ON s.run = a.run AND s.number = a.step
                WHERE s.kind = 'disable' OR s.kind = 'purge' AND a.pass = 1""")
            state = ledger.state
        part.equal((dark, watched, state), (0, 0, "applying"), "revoker dead: no clip is done, and none set aside")
        part.check(int(str(delay)) < 2e6, "revoker dead: disables and purges do not wait for it", delay)
        endpoint.listen()
        part.equal(settled(binary), DONE, "revoker dead: done when it is back")
        _check_endpoint(part, world, endpoint, 1, "revoker dead, then back")
        world.remove()


def check_dead_rebound(part: Part, path: Path, directory: Path) -> None:
    """An endpoint that is down, and a fetch in flight that fills the cache again: the rebound catches it."""
    with Caches(directory / "caches", "nginx") as caches, Endpoint(is_listening=False) as endpoint:
        world = _revoking(directory, caches, endpoint)
        target = world.targets(world.reported[0])[0]
        forget(caches.edge, target)
        gate = caches.hold(target)
        reader = threading.Thread(target=get, args=(caches.edge, target))
        reader.start()
        gate.held.wait(20)
        binary = Binary(path, world)
        running = binary.start(*urgently(world, world.reported, "--deadline", "6s", "--json"))
        while running.child.poll() is None and not _is_purged(world):
            time.sleep(0.01)
        gate.opened.set()
        reader.join()
        part.equal(warmed(caches.edge, target), (200, "HIT"), "revoker dead, refill: the link is lit again")
        last = running.wait()
        part.equal((last.code, get(caches.edge, target)[0]), (SETTLING, 404),
                   "revoker dead, refill: rebounds and looks go on, so that it is dark though not done")
        world.remove()


def _is_purged(world: World) -> bool:
    with Ledger(world.state) as ledger:
        purges = [one for one in ledger.attempts() if one.work == "purge"] if ledger.is_made else []
    return len({one.target for one in purges if one.outcome}) == len(world.reported)


def check_repeat(part: Part, path: Path, directory: Path) -> None:
    """Killed while the endpoint has the request and has not answered: asked again with the same key."""
    with Caches(directory / "caches", "nginx") as caches, Endpoint() as endpoint:
        endpoint.held = threading.Event()
        world = _revoking(directory, caches, endpoint)
        binary = Binary(path, world)
        running = binary.start(*binary.execute)
        part.check(endpoint.held.wait(20), "revoker killed: a revocation is in flight")
        os.kill(running.child.pid, signal.SIGKILL)
        running.wait()
        endpoint.opened.set()
        part.equal(settled(binary), DONE, "revoker killed: resumed, it is done")
        first = endpoint.calls[0]
        again = [call for call in endpoint.calls if (call.revoker, call.clip) == (first.revoker, first.clip)]
        part.check(len(again) == 2, "revoker killed: the one in flight was asked for again", endpoint.calls)
        part.equal({call.key for call in again}, {first.key}, "revoker killed: with the same key")
        part.equal({len(found) for found in endpoint.keys().values()}, {1}, "revoker killed: no clip has two keys")
        part.equal({call.clip for call in endpoint.calls}, set(world.reported), "revoker killed: all are revoked")
        world.remove()
