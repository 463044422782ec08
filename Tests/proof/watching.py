"""The watch: everything due over all runs, tombstones on their schedule, what is lit again purged again, what is back told."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from binary import DONE, SETTLING, Binary
from checks import Part
from ledger import Ledger
from servers import Servers
from world import HOST, Shape, World

BACK = 19


def check_watch(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """A run that was left settling, then an hour later, then two clips that come back in two ways."""
    world = World(directory / "watch", servers, Shape(rebound="2s", patience="0.2s"))
    binary = Binary(path, world)
    left = binary.call(*binary.execute)
    part.equal(left.code, SETTLING, "a run without patience is left settling")
    for _ in range(6):
        answer = binary.call("watch", "--json")
        if answer.code == DONE:
            break
    part.equal(answer.code, DONE, f"the watch brings it to its end ({answer.err.strip()[-200:]})")
    part.equal(_state(world), "closed", "and the run is closed")
    _keep_dark(part, world, binary)
    _come_back(part, servers, world, binary)
    part.equal(binary.call("audit", "verify").code, DONE, "the audit verifies")
    world.remove()


def _keep_dark(part: Part, world: World, binary: Binary) -> None:
    quiet = binary.call("watch")
    part.equal((quiet.code, quiet.out, quiet.err), (DONE, "", ""), "nothing is due, and nothing is said")
    before = len(world.servers.log())
    _hasten(world)
    looked = binary.call("watch", "--json", "--metrics", str(world.directory / "purge.prom"))
    part.equal(looked.code, DONE, f"an hour later all is dark still ({looked.err.strip()[-200:]})")
    part.equal(looked.json().get("tombstones"), {"dark": len(world.reported)}, "every tombstone was looked at")
    part.check("purge_tombstones 6" in (world.directory / "purge.prom").read_text(), "the metrics count them")
    visits = world.servers.log()[before:]
    part.equal({visit.method for visit in visits}, {"GET"}, "a look is nothing but GETs")
    with sqlite3.connect(f"{world.state}/ledger.sqlite") as ledger:
        looks = ledger.execute("SELECT DISTINCT looks, (due - darkAt) / 3600000000 FROM tombstone").fetchall()
    part.equal(looks, [(1, 24)], "the next look is a day after they went dark")


def _come_back(part: Part, servers: Servers, world: World, binary: Binary) -> None:
    relit, returned = world.reported[1], world.reported[3]
    # One edge serves an old copy again; one clip was uploaded anew.
    for clip in (relit, returned):
        for key in world.objects(clip):
            (world.www / key).parent.mkdir(exist_ok=True)
            (world.www / key).write_bytes(b"again " * 100)
    servers.ask(do="warm", links=[(HOST, target) for target in world.targets(relit)])
    for key in world.objects(relit):
        (world.www / key).unlink()
    _hasten(world)
    answer = binary.call("watch", "--json")
    part.equal(answer.code, BACK, f"what is back has its own exit code ({answer.err.strip()[-300:]})")
    found = {(one["clip"], one["how"]) for one in answer.json().get("back", [])}  # type: ignore[union-attr]
    part.equal(found, {(relit, "relit"), (returned, "returned")}, "both are named")
    part.check(relit in answer.err and returned in answer.err, "on standard error too", answer.err)
    with Ledger(world.state) as ledger:
        kinds = [row[0] for row in ledger.rows("SELECT kind FROM event WHERE kind IN ('relit', 'returned') ORDER BY kind")]
    part.equal(kinds, ["relit", "returned"], "both are in the audit")
    for _ in range(6):
        answer = binary.call("watch", "--json")
        if answer.code == DONE:
            break
    part.equal(answer.code, DONE, f"what was lit again is dark again ({answer.err.strip()[-200:]})")
    stale = [url for url in servers.cache() if relit in url]
    part.equal(stale, [], "and purged from the edge")
    part.equal(_state(world), "closed", "its run is closed again")
    part.check(all((world.www / key).exists() for key in world.objects(returned)),
               "what was uploaded anew is left for a person")
    shutil.rmtree(world.www / "clip" / returned, ignore_errors=True)


def _hasten(world: World) -> None:
    """Makes every tombstone due, as if its time had come."""
    with sqlite3.connect(f"{world.state}/ledger.sqlite") as ledger:
        ledger.execute("UPDATE tombstone SET due = 1")


def _state(world: World) -> str:
    with Ledger(world.state) as ledger:
        return ledger.state
