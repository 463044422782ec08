"""A dry run cannot mutate: what the platform saw, and what is on disk, of plans for 10,000 clips (R9)."""

from __future__ import annotations

from pathlib import Path

from binary import DONE, Binary
from checks import Part
from ledger import Ledger
from servers import Servers
from world import Shape, World

MANY = Shape(matched=10_000, others=200, has_video=False, sources=2)
READS = {"GET", "HEAD"}


def check_dry_run(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """`plan`, `run` without --execute and `check`, then `plan --probe`."""
    world = World(directory / "dry", servers, MANY)
    binary = Binary(path, world)
    tree, cache = _names(world), servers.cache()
    for command in (binary.planning, binary.execute[:-4] + ("--json",)):
        answer = binary.call(*command, timeout=300)
        part.check(answer.code == DONE, f"{command[0]} ends well", answer)
        part.equal(answer.json().get("effects"), MANY.matched, f"{command[0]} plans every clip")
        part.equal(len(servers.log()), 0, f"{command[0]} sends no request at all")
    answer = binary.call("check", str(world.job), "--site", str(world.site))
    part.check(answer.code == DONE, "check ends well", answer)
    part.check(set(servers.methods()) <= READS, "check only reads", servers.methods())
    answer = binary.call(*binary.planning, "--probe", timeout=300)
    part.check(answer.code == DONE, "plan --probe ends well", answer)
    part.note("seconds of plan --probe", round(answer.seconds, 1))
    methods = servers.methods()
    part.check(set(methods) <= READS, "plan --probe only reads", methods)
    part.check(sum(methods.values()) >= 2 * MANY.matched, "it looked at every link at both edges", methods)
    part.note("requests", sum(methods.values()))
    part.equal(_names(world), tree, "no object was touched")
    part.check(not world.quarantine.exists(), "no quarantine was made")
    part.equal(servers.cache(), cache, "nothing left the cache")
    with Ledger(world.state) as ledger:
        part.equal(ledger.one("SELECT count(*) FROM attempt"), 0, "no attempt is in the ledger")
    world.remove()


def _names(world: World) -> dict[str, tuple[int, int]]:
    """Every file with its inode and time of change."""
    return {str(path): (path.stat().st_ino, path.stat().st_ctime_ns) for path in world.www.rglob("*") if path.is_file()}
