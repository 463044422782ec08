"""What survives a purge on real caches: the refill race, other spellings, variants, slices, stale copies, a node that is down."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from binary import DONE, SETTLING, Answer, Binary
from caches import KINDS, Caches, Changes, forget, get, warmed
from checks import Part
from ledger import Ledger
from world import HOST, Shape, World

SMALL = Shape(matched=2, others=6, has_video=False, rebound="0.2s")
RACE = Shape(matched=2, others=6, has_video=False, rebound="3s")
LOST = Shape(matched=2, others=6, has_video=False, rebound="1h", patience="1s")
QUERY = "?x=1"
SPELLINGS = {"slashes": "//clip/{id}", "encoded": "/%63lip/{id}"}
CACHING = "proxy_cache clips;"
SLICES = (("proxy_cache_key $host$request_uri;", "slice 1k; proxy_cache_key $host$request_uri$slice_range; "
           "proxy_set_header Range $slice_range; proxy_cache_valid 200 206 1h;"),)
STALE = ((CACHING, "proxy_cache clips; proxy_cache_use_stale error timeout http_404 http_500; proxy_ignore_headers Cache-Control; "
          "proxy_cache_valid 200 1s;"),)
DEAF = (("proxy_cache_purge clips $host", "proxy_cache_purge clips not-$host"),)
VARY_IGNORED = ((CACHING, "proxy_cache clips; proxy_ignore_headers Vary;"),)


def check_refill(part: Part, path: Path, directory: Path) -> None:
    """Every case on the caches that it concerns."""
    for kind in KINDS:
        _check_race(part, path, directory, kind)
        _check_spellings(part, path, directory, kind)
    _check_race(part, path, directory, "nginx", has_header=True)
    for kind in ("nginx", "varnish"):
        _check_variants(part, path, directory, kind)
    _check_slices(part, path, directory)
    _check_stale(part, path, directory)
    _check_cluster(part, path, directory)


def _world(directory: Path, caches: Caches, shape: Shape) -> World:
    world = World(directory / "world", caches, shape)  # type: ignore[arg-type]
    text = world.site.read_text().replace("kind: nginx", f"kind: {caches.kind}")
    nodes = ", ".join(f"edge-{number + 1}: 127.0.0.1:{port}" for number, port in enumerate(caches.ports))
    world.site.write_text(text.replace(f"edge-1: 127.0.0.1:{caches.edge}", nodes))
    return world


def _verdicts(world: World) -> dict[str, set[tuple[str, str]]]:
    """What the newest run says of its links, by edge."""
    with Ledger(world.state) as ledger:
        rows = ledger.rows("SELECT edge, visibility, reason FROM sight WHERE run = ?", ledger.run)
    return {edge: {(seen, why) for at, seen, why in rows if at == edge} for edge, _, _ in rows}


def _check_race(part: Part, path: Path, directory: Path, kind: str, has_header: bool = False) -> None:
    """A fetch is in flight while the origin goes dark and the cache is purged: it fills the cache afterwards."""
    what = f"{kind.split()[-1]}, {'half the body' if has_header else 'no header'} sent"
    for shape in (LOST, RACE):
        with Caches(directory / "caches", kind) as caches:
            world = _world(directory, caches, shape)
            target = world.targets(world.reported[0])[0]
            forget(caches.edge, target)
            gate = caches.hold(target, has_header)
            reader = threading.Thread(target=get, args=(caches.edge, target))
            reader.start()
            part.check(gate.held.wait(20), f"{what}: a fetch is in flight")
            binary = Binary(path, world)
            running = binary.start(*binary.execute)
            while running.child.poll() is None and not _is_purged(world):
                time.sleep(0.02)
            gate.opened.set()
            reader.join()
            seen = warmed(caches.edge, target)
            part.equal(seen, (200, "HIT"), f"{what}: after the first purge the fetch has filled the cache, and the link is lit")
            last = running.wait()
            end = get(caches.edge, target)[0]
            if shape is LOST:
                part.equal((last.code, end), (SETTLING, 200), f"{what}: without the rebound it is lit, and the run is not done")
            else:
                part.equal((last.code, end), (DONE, 404), f"{what}: with it the link is dark, and the run is done")
            world.remove()


def _is_purged(world: World) -> bool:
    """Whether every link has its first purge's receipt."""
    with Ledger(world.state) as ledger:
        purges = [one for one in ledger.attempts() if one.work == "purge"] if ledger.is_made else []
    return len({one.target for one in purges if one.outcome}) == len(world.reported)


def _check_spellings(part: Part, path: Path, directory: Path, kind: str) -> None:
    """Copies of the link under a query, `//` and percent-encodings: what stays, and what being declared does for them."""
    name, is_ban = kind.split()[-1], "ban" in kind
    for is_declared in (False, True):
        with Caches(directory / "caches", kind) as caches:
            world = _world(directory, caches, SMALL)
            if is_declared:
                _declare(world)
            clip = world.reported[0]
            bare = world.targets(clip)[0]
            copies = [bare + QUERY] + [spelling.replace("{id}", clip) for spelling in SPELLINGS.values()]
            for target in copies:
                part.equal(warmed(caches.edge, target), (200, "HIT"), f"{name}: {target} is cached")
            last = Binary(path, world).call(*Binary(path, world).execute)
            part.equal((last.code, get(caches.edge, bare)[0]), (DONE, 404), f"{name}: the published link is dark")
            expected = 404 if is_declared or is_ban else 200
            found = [get(caches.edge, target)[0] for target in copies]
            part.equal(found, [expected] * len(copies), f"{name}: its copies, {'' if is_declared else 'not '}declared")
            world.remove()


def _declare(world: World) -> None:
    families = "".join(
        f"  {name}:\n    hosts: [{HOST}]\n    schemes: [http]\n    path: \"{spelling}\"\n" for name, spelling in SPELLINGS.items())
    text = world.site.read_text().replace("    object:", f"    queries: [\"{QUERY}\"]\n    object:")
    world.site.write_text(text.replace("stores:\n", f"{families}stores:\n"))


def _check_variants(part: Part, path: Path, directory: Path, kind: str) -> None:
    """Copies that vary: a PURGE takes them on Varnish; on nginx only where the edge is told to keep none."""
    cases = [((), True), (VARY_IGNORED, False)] if kind == "nginx" else [((), False)]
    for changes, is_left in cases:
        with Caches(directory / "caches", kind, changes=changes) as caches:
            caches.vary()
            world = _world(directory, caches, SMALL)
            if changes:
                world.site.write_text(world.site.read_text().replace(f"kind: {kind}", f"kind: {kind}\n    vary: ignored"))
            target = world.targets(world.reported[0])[0]
            forget(caches.edge, target)
            for origin in ("https://vary-a.test", "https://vary-b.test"):
                warmed(caches.edge, target, Origin=origin)
            last = Binary(path, world).call(*Binary(path, world).execute)
            found = [get(caches.edge, target, Origin=origin)[0] for origin in ("https://vary-a.test", "https://vary-b.test")]
            part.equal(found, [200 if is_left else 404] * 2, f"{kind}: copies that vary{', ignored by the edge' if changes else ''}")
            # Where nobody asks with the header that copies are kept apart by, a purge that leaves copies is no reason for dark.
            part.equal(last.code, SETTLING if is_left else DONE, f"{kind}: {'nothing is' if is_left else 'all is'} called dark")
            if is_left:
                part.check(("unknown", "undeclaredVariants") in _verdicts(world)["edge-1"], "the report says why", _verdicts(world))
            world.remove()


def _run(path: Path, directory: Path, changes: Changes, shape: Shape) -> tuple[Answer, dict[str, set[tuple[str, str]]]]:
    """A run on an nginx that is configured otherwise: how it ended, and what it says of its links."""
    with Caches(directory / "caches", "nginx", changes=changes) as caches:
        world = _world(directory, caches, shape)
        time.sleep(1.2)  # so that what is kept for a second is stale
        last = Binary(path, world).call(*Binary(path, world).execute)
        seen = _verdicts(world)
        world.remove()
    return last, seen


def _check_slices(part: Part, path: Path, directory: Path) -> None:
    """The module cannot purge slices: the ranges of the probe see them, and no link is called dark there."""
    shape = Shape(matched=2, others=6, rebound="0.2s", patience="2s")
    last, seen = _run(path, directory, SLICES, shape)
    part.equal(last.code, SETTLING, "slices: the run is not done")
    part.equal({one for one, _ in seen["edge-1"]}, {"lit"}, "slices: every link is lit at the edge that keeps them")
    part.equal({one for one, _ in seen["origin-1"]}, {"dark"}, "slices: and dark at the origin")


def _check_stale(part: Part, path: Path, directory: Path) -> None:
    """An edge that serves stale copies of what the origin has no more: dark once purged, lit while it is not."""
    last, _ = _run(path, directory, STALE, SMALL)
    part.equal(last.code, DONE, "stale on 404: a purge leaves nothing to serve")
    shape = Shape(matched=2, others=6, has_video=False, rebound="0.2s", patience="2s")
    last, seen = _run(path, directory, STALE + DEAF, shape)
    part.equal(last.code, SETTLING, "stale on 404 and deaf to purges: the run is not done")
    part.equal({one for one, _ in seen["edge-1"]}, {"lit"}, "stale on 404 and deaf to purges: what it serves is lit")


def _check_cluster(part: Part, path: Path, directory: Path) -> None:
    """Two Varnish nodes of which one is down: purged where it can be, said where it cannot, finished when it is back."""
    shape = Shape(matched=2, others=6, has_video=False, rebound="0.2s", patience="3s")
    with Caches(directory / "caches", "varnish", nodes=2) as caches:
        world = _world(directory, caches, shape)
        binary = Binary(path, world)
        caches.stop(1)
        last = binary.call(*binary.execute)
        part.equal(last.code, SETTLING, "a node is down: the run is not done")
        targets = [world.targets(clip)[0] for clip in world.reported]
        part.equal([get(caches.ports[0], target)[0] for target in targets], [404, 404], "a node is down: the other is purged")
        with Ledger(world.state) as ledger:
            run = ledger.run_name
            done = ledger.rows("SELECT place, state, count(*) FROM step WHERE run = ? AND kind = 'purge' GROUP BY 1, 2", ledger.run)
            aside = ledger.one("SELECT count(*) FROM item WHERE run = ? AND state = 'setAside'", ledger.run)
        part.check(("node/edge-2", "ready", len(targets)) in done, "a node is down: its purges wait", done)
        part.equal(aside, 0, "a node is down: no clip is set aside for it")
        report = binary.call("report", run).out
        part.check("edge-2" in report, "a node is down: the report names it", report)
        caches.start(1)
        for target in (world.targets(clip)[0] for clip in world.innocent):
            get(caches.ports[1], target)
        # A node that was down is asked again after growing pauses, which outlast the patience of one call.
        deadline = time.monotonic() + 90
        last = binary.call(*binary.resuming)
        while last.code == SETTLING and time.monotonic() < deadline:
            time.sleep(0.5)
            last = binary.call(*binary.resuming)
        part.equal(last.code, DONE, "the node is back: the run is done")
        world.remove()
