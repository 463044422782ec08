"""The order oracle: no byte of an effect leaves before its intent is durable (R1).

The rule that is checked, from a trace of system calls over all threads of the real binary: for the n-th send of an
effect on a target (a PURGE in `sendto`, `sendmsg`, `write` or `writev` to a socket; a `renameat2` out of the served
tree; an `unlinkat` in the quarantine) take the n-th attempt that the ledger holds for that target. Its idempotency key,
16 bytes that occur nowhere else, must have been written to `ledger.sqlite-wal`, and an `fdatasync` or `fsync` of that
file must have begun after that write had ended, and have returned 0 before the send began.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from binary import DONE, Binary
from checks import Part
from ledger import Ledger
from servers import Servers
from strace import Call, calls, decoded
from world import HOST, Shape, World

CALLS = "pwrite64,pwritev,write,writev,fdatasync,fsync,sendto,sendmsg,renameat2,unlinkat"
STRACE = ["-f", "--seccomp-bpf", "-y", "-xx", "-s", "8192", "-e", f"trace={CALLS}"]
PURGE_IN_HEX = "".join(f"\\x{byte:02x}" for byte in b"PURGE /")
SENDS = ("sendto", "sendmsg", "write", "writev")


@dataclass(frozen=True)
class Effect:
    """An effect as it left the process."""

    target: str  # a URL, or an object's key
    kind: str
    begun: int


def check_order(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """Runs a takedown with deletion under strace and judges every effect in it."""
    world = World(directory / "order", servers, Shape(action="delete"))
    binary = Binary(path, world)
    trace = directory / "order.strace"
    answer = binary.call(*binary.execute, strace=["-o", str(trace), *STRACE])
    part.check(answer.code == DONE, "the traced run ends well", answer)
    found = calls(trace)
    effects = list(effects_of(found, world))
    kinds = {kind: sum(effect.kind == kind for effect in effects) for kind in ("disable", "purge", "delete")}
    part.equal(kinds["purge"], sum(servers.purges().values()), "the trace holds every purge that the edge saw")
    objects = sum(len(world.objects(clip)) for clip in world.reported)
    part.equal(kinds["disable"], objects, "the trace holds the rename of every object")
    part.equal(kinds["delete"], objects, "the trace holds the removal of every object")
    for kind, count in kinds.items():
        part.note(f"{kind}s", count)
    late = [flaw for flaw in judge(found, effects, world) if flaw]
    for effect in effects:
        part.passed += 1
    part.passed -= len(late)
    for flaw in late:
        part.check(False, "no effect before its intent is durable", flaw)


def effects_of(found: list[Call], world: World) -> list[Effect]:
    """Every effect that a trace holds, in order."""
    effects = []
    for call in found:
        if call.name in SENDS and PURGE_IN_HEX in call.text:
            effects += _purges(call)
        elif call.name == "renameat2" and call.result == 0 and str(world.www).encode() in _paths(call)[0]:
            effects.append(Effect(_key(call, world.www), "disable", call.begun))
        elif call.name == "unlinkat" and call.result == 0 and "AT_REMOVEDIR" not in call.text \
                and str(world.quarantine).encode() in _paths(call)[0]:
            effects.append(Effect(_hidden_key(call, world.quarantine), "delete", call.begun))
    return effects


def judge(found: list[Call], effects: list[Effect], world: World) -> list[str]:
    """What breaks the rule, each in a sentence."""
    with Ledger(world.state) as ledger:
        attempts: dict[tuple[str, str], list[bytes]] = defaultdict(list)
        for attempt in ledger.attempts():
            attempts[(attempt.kind, attempt.target)].append(attempt.key)
    writes = [call for call in found if call.name in ("pwrite64", "pwritev", "write") and call.is_on_log]
    bodies = [b"".join(call.strings()) for call in writes]
    syncs = sorted((call.begun, call.ended) for call in found
                   if call.name in ("fdatasync", "fsync") and call.is_on_log and call.result == 0)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    flaws = []
    for effect in effects:
        place = (effect.kind, effect.target)
        keys = attempts[place]
        if counts[place] >= len(keys):
            flaws.append(f"{effect.kind} of {effect.target}: sent {counts[place] + 1} times, {len(keys)} attempts")
            continue
        key = keys[counts[place]]
        counts[place] += 1
        written = next((call for call, body in zip(writes, bodies) if key in body), None)
        if written is None or written.ended is None or written.ended > effect.begun:
            flaws.append(f"{effect.kind} of {effect.target}: sent before its intent was written")
            continue
        after = bisect_left(syncs, (written.ended, 0))
        if after == len(syncs) or syncs[after][1] is None or syncs[after][1] > effect.begun:
            flaws.append(f"{effect.kind} of {effect.target}: sent while its intent was written but not synced")
    return flaws


def _purges(call: Call) -> list[Effect]:
    requests = b"".join(call.strings()).split(b"PURGE /")[1:]
    return [Effect(f"http://{HOST}/" + request.split(b" ", 1)[0].decode(), "purge", call.begun) for request in requests]


def _paths(call: Call) -> list[bytes]:
    return [decoded(path) for path in re.findall(r"\d+<([^>]*)>", call.text)] or [b""]


def _key(call: Call, top: Path) -> str:
    folder = _paths(call)[0].decode()
    return f"{folder}/{call.strings()[0].decode()}".removeprefix(f"{top}/")


def _hidden_key(call: Call, top: Path) -> str:
    return _key(call, top).split("/", 1)[1]
