"""Late mercy: an exemption given while a run is being applied stops that clip's next intent (R18)."""

from __future__ import annotations

import time
from pathlib import Path

from attacks import is_waiting
from binary import DONE, USAGE, Binary
from checks import Part
from ledger import Ledger
from outcome import check_laws
from servers import Servers
from world import Shape, World


def check_mercy(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """Exempts a clip between its purge and its rebound, and one before anything is sent."""
    world = World(directory / "mercy", servers, Shape(rebound="3s"))
    binary = Binary(path, world)
    spared, untouched = world.reported[2], world.reported[4]
    plan = binary.call(*binary.planning).json()
    early = binary.call("exempt", "add", untouched, "--reason", "proof")
    part.check(early.code == DONE, "a clip can be exempted before the apply", early)
    running = binary.start(*binary.applying(plan))
    while running.child.poll() is None and not is_waiting(world, "rebound"):
        time.sleep(0.005)
    added = binary.call("exempt", "add", spared, "--reason", "proof")
    part.check(added.code == DONE, "a clip can be exempted while a run is applied", added)
    part.note("seconds of exempt add", round(added.seconds, 2))
    last = running.wait()
    purges = servers.purges()
    for clip in world.reported:
        expected = 0 if clip == untouched else 1 if clip == spared else 2
        counts = {purges[url] for url in world.urls(clip)}
        part.equal(counts, {expected}, f"each link of {clip} was purged {expected} times")
    part.check(world.objects(untouched)[0] in world.served_objects(), "what was exempt in time is still served")
    with Ledger(world.state) as ledger:
        states = dict(ledger.rows("SELECT cast(clip AS TEXT), state FROM item WHERE run = ?", ledger.run))
        decided = int(str(ledger.one("SELECT createdAt FROM decision WHERE cast(clip AS TEXT) = ?", spared)))
        after = [one for one in ledger.attempts() if one.target in world.urls(spared) and one.intended_at > decided]
    part.equal((states.get(spared), states.get(untouched)), ("exempt", "exempt"), "both are exempt in the ledger")
    part.check(not after, "no intent for it after the decision", after[:2])
    sums = dict(last.json().get("conservation") or {})  # type: ignore[call-overload]
    part.equal((sums.get("exempt"), sums.get("dark"), sums.get("holds")), (2, 4, True), "the sums say so")
    check_laws(part, world, binary, "mercy")
    world.remove()


def check_withdrawal(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """Withdraws an entry of the list between its clip's purge and its rebound (R18)."""
    world = World(directory / "withdrawal", servers, Shape(rebound="3s"))
    binary = Binary(path, world)
    spared = world.reported[3]
    running = binary.start(*binary.execute)
    while running.child.poll() is None and not is_waiting(world, "rebound"):
        time.sleep(0.005)
    misspelt = binary.call("withdraw", "severe", spared + "x", "--reason", "proof")
    part.check(misspelt.code == USAGE, "a misspelt entry is refused", misspelt)
    taken = binary.call("withdraw", "severe", spared, "--reason", "proof")
    part.check(taken.code == DONE, "an entry can be withdrawn while a run is applied", taken)
    last = running.wait()
    part.equal(last.code, DONE, "all others are dark")
    purges = servers.purges()
    for clip in world.reported:
        expected = 1 if clip == spared else 2
        part.equal({purges[url] for url in world.urls(clip)}, {expected}, f"each link of {clip} was purged {expected} times")
    sums = dict(last.json().get("conservation") or {})  # type: ignore[call-overload]
    part.equal((sums.get("withdrawn"), sums.get("exempt"), sums.get("dark"), sums.get("holds")), (1, 1, 5, True),
               "the sums say so")
    listed = binary.call("withdraw", "list", "--json")
    part.check(spared in listed.out, "it is listed", listed)
    part.check(binary.call("withdraw", "remove", "severe", spared, "--reason", "proof").code == DONE, "it can be taken back")
    check_laws(part, world, binary, "withdrawal")
    part.equal(binary.call("audit", "verify").code, DONE, "the audit verifies")
    world.remove()
