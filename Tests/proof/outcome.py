"""The end of a world, and the laws that hold in every world whatever happened to it."""

from __future__ import annotations

from dataclasses import dataclass

from binary import DONE, INTERRUPTED, SETTLING, Answer, Binary
from checks import Part
from ledger import Ledger
from world import World

MOST_RESUMES = 12


@dataclass(frozen=True)
class Outcome:
    """What two runs of the same world must have in common."""

    tree: dict[str, str]
    hidden: dict[str, str]
    cache: dict[str, str]
    ledger: dict[str, object]
    conservation: dict[str, object]
    code: int

    def differences(self, other: "Outcome") -> list[str]:
        """Where this one differs from the expected one, each in a line."""
        found = []
        for name in ("tree", "hidden", "cache", "conservation", "code"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                found.append(f"{name}: {_difference(mine, theirs)}")
        for name in other.ledger:
            if self.ledger.get(name) != other.ledger[name]:
                mine, theirs = set(self.ledger[name]), set(other.ledger[name])  # type: ignore[call-overload]
                found.append(f"ledger {name}: has {sorted(mine - theirs)[:3]}, lacks {sorted(theirs - mine)[:3]}")
        return found


def _difference(mine: object, theirs: object) -> str:
    if isinstance(mine, dict) and isinstance(theirs, dict):
        odd = {key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key)}
        return ", ".join(f"{key} is {mine.get(key)} not {theirs.get(key)}" for key in sorted(odd)[:4])
    return f"{mine} not {theirs}"


def outcome(world: World, binary: Binary, last: Answer) -> Outcome:
    """Takes the world's state after its last command."""
    with Ledger(world.state) as ledger:
        final = ledger.final() if ledger.is_made else {}
        run = ledger.run_name
    conservation = binary.report(run).get("conservation") or {}
    return Outcome(world.tree(), world.hidden(), world.servers.cache(), final, dict(conservation), last.code)  # type: ignore[call-overload]


def finish(world: World, binary: Binary) -> Answer:
    """Goes on with whatever there is until it is over: `resume` for what has begun, else the job anew."""
    answer = Answer((), DONE, "", "", 0)  # of a run that was closed before its process was killed
    for _ in range(MOST_RESUMES):
        command = next_command(world, binary)
        if not command:
            return answer
        answer = binary.call(*command, timeout=60)
        if answer.code not in (SETTLING, INTERRUPTED):
            return answer
    return answer


def next_command(world: World, binary: Binary) -> tuple[str, ...]:
    """What a person, or cron, would type next; nothing when the newest run is closed."""
    with Ledger(world.state) as ledger:
        state = ledger.state
    return {"applying": binary.resuming, "closed": ()}.get(state, binary.execute)


def check_laws(part: Part, world: World, binary: Binary, what: str) -> None:
    """What holds at any time: intents before effects, no effect outside the plan, nothing of others touched."""
    purges = world.servers.purges()
    with Ledger(world.state) as ledger:
        part.equal(ledger.integrity(), "ok", f"{what}: integrity_check")
        attempts = ledger.attempts_by_target()
        objects, urls = ledger.planned() if ledger.is_made else (set(), set())
    forgotten = {url: count for url, count in purges.items() if count > attempts[url]}
    part.check(not forgotten, f"{what}: no purge more often than its attempts", forgotten)
    stray = set(purges) - urls
    part.check(not stray, f"{what}: no purge outside the plan", sorted(stray)[:4])
    gone = {key for clip in world.reported for key in world.objects(clip)} - world.served_objects()
    unrecorded = {key for key in gone if not attempts[key]}
    part.check(not unrecorded, f"{what}: no object moved without an attempt", sorted(unrecorded)[:4])
    part.check(gone <= objects, f"{what}: no object moved outside the plan", sorted(gone - objects)[:4])
    kept = {key for clip in world.innocent for key in world.objects(clip) if not (world.www / key).exists()}
    part.check(not kept, f"{what}: nothing of others moved", sorted(kept)[:4])
    odd = set(world.servers.methods()) - {"GET", "HEAD", "PURGE"}
    part.check(not odd, f"{what}: no other methods", odd)
    early = [visit.url for visit in world.servers.log() if visit.method == "PURGE" and visit.note == "served"]
    part.check(not early, f"{what}: no purge while the origin serves", early[:4])


def check_end(part: Part, world: World, binary: Binary, last: Answer, expected: Outcome, what: str) -> bool:
    """The laws, the audit, and the same end as the uninterrupted run."""
    before = len(part.failures)
    check_laws(part, world, binary, what)
    audit = binary.call("audit", "verify")
    part.check(audit.code == DONE, f"{what}: the audit verifies", audit)
    found = outcome(world, binary, last)
    part.check(found.conservation.get("holds") is True, f"{what}: conservation holds", f"{found.conservation} {last}")
    differences = found.differences(expected)
    part.check(not differences, f"{what}: the same end as the uninterrupted run", f"{differences} {last if last.code else ''}")
    return len(part.failures) == before


def reference(world: World, binary: Binary) -> Outcome:
    """The end of an uninterrupted run in a fresh world; it must be the whole takedown."""
    last = binary.call(*binary.execute)
    if last.code != DONE:
        raise RuntimeError(f"the uninterrupted run did not end well: {last}")
    found = outcome(world, binary, last)
    expected = {key for clip in world.reported for key in world.objects(clip)}
    if set(found.hidden) != expected or expected & set(found.tree):
        raise RuntimeError(f"the uninterrupted run did not hide {sorted(expected - set(found.hidden))[:4]}")
    return found
