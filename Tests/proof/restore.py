"""Restores on real caches: what comes back byte for byte, what stays down and is named, and what a kill leaves."""

from __future__ import annotations

from pathlib import Path

from binary import DONE, GUARDED, PARTIAL, SETTLING, USAGE, Binary
from blocking import KINDS, REFUSED, Setting, denied, listed, restoring, settled, targets, together, urgently
from caches import Caches, fetched, get, refused
from checks import Part
from ledger import Ledger
from restore_kills import check_restore_kills
from restore_refused import check_anew, check_deleted, check_emergency, check_hold, check_late_hold, check_missing
from restored import FEW, FULL, check_down_still, check_lit, check_quiet, taken_down
from world import Shape, World

MANY = Shape(matched=27, others=4, has_video=False, rebound="0.2s", spacing="0.1s")


def check_restore(part: Part, path: Path, directory: Path) -> None:
    """Every case, several at once: they wait far more than they work."""
    cases = {}
    for kind in KINDS:
        for worker in range(2):
            cases[f"kills of {kind} {worker}"] = (
                lambda *given, kind=kind, worker=worker: check_restore_kills(*given, kind, worker))
        cases[f"clip at {kind}"] = lambda *given, kind=kind: _check_clip(*given, kind)
        cases[f"unverified {kind}"] = lambda *given, kind=kind: _check_cancelled(*given, kind)
        cases[f"node down {kind}"] = lambda *given, kind=kind: _check_down(*given, kind)
    cases |= {
        "run": _check_run, "many": _check_many, "anew": check_anew, "missing": check_missing, "hold": check_hold,
        "late hold": check_late_hold, "emergency": check_emergency, "deleted": check_deleted}
    together(part, path, directory, cases)


# One clip.


def _check_clip(part: Part, path: Path, directory: Path, kind: str) -> None:
    """One clip comes back at the origin and at every edge, though these have learned that it is gone."""
    with Caches(directory / "caches", kind, nodes=2, keeps_gone=True) as caches:
        world, binary, before, _ = taken_down(part, path, directory, caches, FULL)
        clip, others = world.reported[1], [world.reported[0], world.reported[2]]
        for port in caches.bypasses:
            learned = {get(port, one) for one in targets(world, [clip]) for _ in range(2)}
            part.check((404, "HIT") in learned, f"{kind}: the edges keep what is gone", learned)
        still = (world.tree(), world.hidden(), denied(world, caches.edge), listed(caches), _outside(world))
        planned = binary.call(*restoring(world, clip))
        part.equal(planned.code, DONE, f"{kind}: without --execute it is planned ({planned.err.strip()[-300:]})")
        part.check("would bring 1 clip" in planned.out, f"{kind}: and says so", planned.out[:200])
        part.equal((world.tree(), world.hidden(), denied(world, caches.edge), listed(caches), _outside(world)), still,
                   f"{kind}: without --execute nothing changes")
        last = binary.call(*restoring(world, clip, "--execute"))
        part.equal(last.code, DONE, f"{kind}: the clip is back ({last.err.strip()[-300:]})")
        part.check("1 of 1 clips are lit again" in last.out, f"{kind}: and the headline says so", last.out[:200])
        check_lit(part, world, caches, [clip], before, kind)
        check_down_still(part, world, caches, others, f"{kind}, others")
        if kind == "nginx":
            part.equal(listed(caches), targets(world, others), f"{kind}: the deny list's file is without it")
        check_quiet(part, world, binary, kind)
        again = binary.call(*restoring(world, clip, "--execute"))
        part.equal(again.code, USAGE, f"{kind}: it cannot be restored twice")
        world.remove()


def _outside(world: World) -> dict[str, list[tuple]]:
    """What the ledger says of the world outside: effects, blocks, what is watched."""
    tables = {"attempt": "run, number, outcome", "blocked": "place, url, run", "tombstone": "clip, run, state"}
    with Ledger(world.state) as ledger:
        return {name: ledger.rows(f"SELECT {columns} FROM {name} ORDER BY 1, 2") for name, columns in tables.items()}


def _check_cancelled(part: Part, path: Path, directory: Path, kind: str) -> None:
    """Of a run that is not finished nothing comes back before a person has cancelled it; no bypass is needed."""
    with Caches(directory / "caches", kind, keeps_gone=True) as caches:
        world, binary, before, run = taken_down(
            part, path, directory, caches, FEW, Setting(has_bypass=False))
        clip = world.reported[0]
        early = binary.call(*restoring(world, clip, "--execute"))
        part.equal(early.code, USAGE, f"{kind}, not finished: refused")
        part.check(run in early.err and "cancel" in early.err, f"{kind}, not finished: with the reason", early.err)
        part.equal(refused(caches.edge, world.targets(clip)[0]), REFUSED, f"{kind}, not finished: still refused")
        binary.call("cancel", run, "--reason", "proof")
        last = binary.call(*restoring(world, clip, "--execute"))
        part.equal(last.code, DONE, f"{kind}, cancelled: the clip is back ({last.err.strip()[-300:]})")
        check_lit(part, world, caches, [clip], before, f"{kind}, cancelled")
        part.equal(denied(world, caches.edge), targets(world, world.reported[1:]),
                   f"{kind}, cancelled: others are refused")
        part.equal(binary.call("audit", "verify").code, DONE, f"{kind}, cancelled: the audit verifies")
        world.remove()


def _check_down(part: Part, path: Path, directory: Path, kind: str) -> None:
    """A node that is down while a clip is restored: lit everywhere else, and there when the node is back."""
    what = f"{kind}, node down"
    with Caches(directory / "caches", kind, nodes=2) as caches:
        world, binary, before, _ = taken_down(part, path, directory, caches, FEW)
        clip = world.reported[0]
        target = world.targets(clip)[0]
        caches.stop(1)
        # Longer than the five tries of what is tried a bounded number of times.
        # Fails at nginx: its command fails while it is down, and after five tries the clip is set aside for good.
        last = binary.call(*restoring(world, clip, "--execute", "--deadline", "10s"))
        part.equal(last.code, SETTLING, f"{what}: the restore is settling ({last.err.strip()[-300:]})")
        part.equal(fetched(caches.ports[0], target), (200, before[target]), f"{what}: it is lit at the other node")
        with Ledger(world.state) as ledger:
            state = ledger.one("SELECT state FROM item WHERE run = ?", ledger.run)
        part.equal(state, "planned", f"{what}: the clip is not set aside for it")
        caches.start(1)
        part.equal(settled(binary, 20), DONE, f"{what}: done when it is back")
        check_lit(part, world, caches, [clip], before, what)
        world.remove()


# Runs, claims, counts.


def _check_run(part: Part, path: Path, directory: Path) -> None:
    """Of a run all clips come back that nothing else claims; the others stay down and are named, with the claim."""
    with Caches(directory / "caches", "nginx", keeps_gone=True) as caches:
        world, binary, before, run = taken_down(part, path, directory, caches, FEW)
        twice, held, *free = world.reported
        again = binary.call(*urgently(world, [twice], "--json"))
        part.equal(again.code, DONE, "run: a clip is taken down by two runs")
        binary.call("hold", "add", held, "--reason", "a court asked")
        last = binary.call(*restoring(world, run, "--execute"))
        part.equal(last.code, PARTIAL, f"run: partly restored ({last.err.strip()[-300:]})")
        lines = {clip: line for line in last.err.splitlines() for clip in world.reported if clip in line}
        part.equal(set(lines), {twice, held}, "run: those that stay down are named, and no others")
        part.check(str(again.json().get("run")) in lines.get(twice, ""), "run: one for the other run", last.err)
        part.check("a court asked" in lines.get(held, ""), "run: one for its hold", last.err)
        check_lit(part, world, caches, free, before, "run")
        check_down_still(part, world, caches, [twice, held], "run, claimed otherwise")
        part.equal(denied(world, caches.edge), targets(world, [twice, held]), "run: those alone are refused")
        part.equal(listed(caches), targets(world, [twice, held]), "run: and listed")
        _check_claims(part, world, caches, binary, twice, (run, str(again.json().get("run"))))
        check_lit(part, world, caches, [twice], before, "two claims")
        refusal = binary.call(*restoring(world, held, "--execute"))
        part.equal(refusal.code, USAGE, "hold: a clip that is held is refused")
        part.check("a court asked" in refusal.err, "hold: with the reason", refusal.err)
        check_down_still(part, world, caches, [held], "hold")
        check_quiet(part, world, binary, "run")
        world.remove()


def _check_claims(
        part: Part, world: World, caches: Caches, binary: Binary, clip: str, runs: tuple[str, str]) -> None:
    """A clip with two claims: neither run alone gives it back, nor does the clip, unless both are released."""
    for run in runs:
        one = binary.call(*restoring(world, run, "--execute"))
        part.check(one.code in (USAGE, PARTIAL), "two claims: one of its runs alone brings it not back", one)
        part.check(clip in one.err, "two claims: and it is named", one.err)
        part.equal(refused(caches.edge, world.targets(clip)[0]), REFUSED,
                   "two claims: with one released it is refused")
    for number in ("", "1", "3"):
        answer = binary.call(*restoring(world, clip, "--execute", *(("--claims", number) if number else ())))
        part.equal(answer.code, USAGE, f"two claims: refused with {number or 'no'} claims said")
        part.check(all(run in answer.err for run in runs), "two claims: both runs are named", answer.err)
    part.equal(refused(caches.edge, world.targets(clip)[0]), REFUSED, "two claims: still refused")
    last = binary.call(*restoring(world, clip, "--execute", "--claims", "2"))
    part.equal(last.code, DONE, f"two claims: with both released it is back ({last.err.strip()[-300:]})")


def _check_many(part: Part, path: Path, directory: Path) -> None:
    """More clips than 25 need their exact number."""
    with Caches(directory / "caches", "nginx") as caches:
        world, binary, before, run = taken_down(part, path, directory, caches, MANY)
        still = (world.tree(), world.hidden(), _outside(world))
        for count in ((), ("--count", "26")):
            answer = binary.call(*restoring(world, run, "--execute", *count))
            part.equal(answer.code, GUARDED, f"27 clips: stopped with {count or 'no count'}")
        part.equal((world.tree(), world.hidden(), _outside(world)), still, "27 clips: nothing was done")
        last = binary.call(*restoring(world, run, "--execute", "--count", "27"))
        part.equal(last.code, DONE, f"27 clips: with their number they are back ({last.err.strip()[-300:]})")
        check_lit(part, world, caches, world.reported, before, "27 clips")
        part.equal(denied(world, caches.edge), set(), "27 clips: nothing is refused any more")
        check_quiet(part, world, binary, "27 clips")
        world.remove()
