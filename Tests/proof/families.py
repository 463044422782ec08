"""What must not look like success, and what must not stop the rest: a misspelt family, a clip that always fails."""

from __future__ import annotations

from pathlib import Path

from binary import DONE, PARTIAL, SETTLING, Binary
from checks import Part
from ledger import Ledger
from outcome import check_laws
from servers import Servers
from world import Shape, World

POISON = Shape(matched=10_000, others=100, has_video=False, patience="8s", rebound="1s")
POISON_SECONDS = 120
STUCK = Shape(matched=5, others=20, has_video=False, patience="3s", rebound="0.3s")


def check_misspelt(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """The videos' template has a wrong word: every answer is 404, and none of it is proof (R17)."""
    shape = Shape(video_path="/vidoe/{id}/{quality}.mp4", patience="2s")
    world = World(directory / "misspelt", servers, shape)
    binary = Binary(path, world)
    answer = binary.call(*binary.execute)
    part.check(answer.code in (SETTLING, PARTIAL), "a misspelt family is no success", answer)
    sums = dict(answer.json().get("conservation") or {})  # type: ignore[call-overload]
    part.equal(sums.get("dark"), 0, "no clip is dark")
    part.equal(sums.get("holds"), True, "conservation holds")
    part.equal(sums.get("acted"), shape.matched, "every clip was acted on")
    with Ledger(world.state) as ledger:
        rows = ledger.rows(
            "SELECT s.visibility, s.reason, count(*) FROM sight s JOIN link l ON l.run = s.run AND l.number = s.link "
            "WHERE l.family = 'video' GROUP BY 1, 2")
        settled = ledger.one("SELECT count(*) FROM item WHERE visibility = 'dark' OR darkAt IS NOT NULL")
        part.equal(ledger.one("SELECT count(*) FROM tombstone"), 0, "no tombstone stands")
    part.equal(rows, [("unknown", "unproven", shape.matched * 4)], "its links are unknown because unproven")
    part.equal(settled, 0, "no item is dark in the ledger")
    check_laws(part, world, binary, "misspelt")
    world.remove()


def check_poison(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """One link of 10,000 whose purge always answers 500: it is set aside, all others get dark (R12)."""
    world = World(directory / "poison", servers, POISON)
    binary = Binary(path, world)
    clip = world.reported[4711]
    servers.arm({"do": "status", "status": 500, "target": world.targets(clip)[0]})
    answer = binary.call(*binary.execute, timeout=2 * POISON_SECONDS)
    part.note("seconds of the run", round(answer.seconds, 1))
    part.equal(answer.code, PARTIAL, "it ends with the partial code")
    part.check(answer.seconds < POISON_SECONDS, f"in less than {POISON_SECONDS} s", round(answer.seconds, 1))
    sums = dict(answer.json().get("conservation") or {})  # type: ignore[call-overload]
    part.equal((sums.get("dark"), sums.get("setAside"), sums.get("holds")), (POISON.matched - 1, 1, True),
               "all but one are dark, one is set aside")
    with Ledger(world.state) as ledger:
        aside = ledger.rows("SELECT cast(clip AS TEXT), bytes, cause FROM item WHERE state = 'setAside'")
        tries = [one for one in ledger.attempts() if one.target == world.urls(clip)[0]]
    part.check([row[0] for row in aside] == [clip] and "500" in str(aside[0][2]), "it names the clip and the cause", aside)
    # Five, and then some more with growing pauses, since its link stays lit as long as the run looks.
    part.check(5 <= len(tries) <= 40, "its attempts are few", len(tries))
    part.equal(len(world.hidden()), POISON.matched, "the objects of all of them are hidden, its own too")
    methods = servers.methods()
    part.note("requests", sum(methods.values()))
    part.note("requests a second", round(sum(methods.values()) / max(answer.seconds, 0.1)))
    check_laws(part, world, binary, "poison")
    world.remove()


def check_stuck(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """One link whose purge is said to be done and is not: it stays lit, and keeps no later sweep from what is new (R12)."""
    world = World(directory / "stuck", servers, STUCK)
    binary = Binary(path, world)
    stuck, fresh = world.reported[0], world.innocent[0]
    servers.arm({"do": "status", "server": "edge", "method": "PURGE", "status": 200, "target": world.targets(stuck)[0]})
    part.equal(binary.call(*binary.execute).code, SETTLING, "the first sweep settles: one link is lit")
    world.reported.append(fresh)
    world.innocent.remove(fresh)
    entries = world.directory / "severe.txt"
    entries.write_text(entries.read_text() + f"{fresh}\n")
    answer = binary.call(*binary.execute)
    part.equal(answer.code, SETTLING, f"the second sweep says that something is lit still ({answer.err.strip()[-200:]})")
    with Ledger(world.state) as ledger:
        runs = [row[0] for row in ledger.rows("SELECT state FROM run ORDER BY id")]
        seen = dict(ledger.rows("SELECT cast(clip AS TEXT), visibility FROM item ORDER BY run"))
        again = ledger.one("SELECT count(*) FROM item WHERE cause LIKE '%is taking it down'")
    part.equal(runs, ["applying", "closed"], "the first run goes on, the second is at its end")
    part.equal((seen[fresh], again), ("dark", 1), "what was reported since is dark; the stuck clip is left to its run")
    part.check(all((world.www / key).exists() is False for key in world.objects(fresh)), "its objects are hidden")
    servers.arm()
    part.equal(binary.call(*binary.resuming).code, DONE, "when purges work again the first run comes to its end too")
    check_laws(part, world, binary, "stuck")
    world.remove()
