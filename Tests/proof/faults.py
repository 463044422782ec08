"""Storage faults: the ledger's disk fails at the k-th call, or is full.

What is checked for every fault that was met:
- the command ends with the code "the ledger cannot be written", or, when only the copying of the log into the database
  at closing failed, with the code it would have had: everything was durable in the log by then;
- after the first failed call no intent is written any more, and no more effects happen than could be in flight:
  at most one request for each of the node's connections and one move in the store, and none of them later than GRACE;
- every effect has its attempt; the database is sound; and when the disk is well again, going on leads to the same end.
"""

from __future__ import annotations

import itertools
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from binary import DONE, INTERRUPTED, SETTLING, UNWRITABLE, Answer, Binary
from checks import Part
from ledger import Ledger
from outcome import Outcome, check_end, check_laws, finish, reference
from servers import Servers
from strace import Call, calls
from world import Shape, World

TINY = Shape(matched=2, others=6, has_video=False, sources=1)
GRACE = 0.25  # seconds in which what was in flight may still arrive
MOST = {"fdatasync": 60, "pwrite64": 430}
UNTOUCHED = 4  # runs in a row that meet no fault: then there is none to meet


@dataclass(frozen=True)
class Fault:
    """What fails, and whether it fails once or from then on."""

    call: str
    error: str
    count: int
    is_lasting: bool
    is_planned: bool  # the plan was made first, undisturbed; `purge apply` meets the fault

    def __str__(self) -> str:
        command = "apply" if self.is_planned else "run"
        return f"{self.call} {self.error} at {self.count}{' and after' if self.is_lasting else ''} in {command}"

    def strace(self, trace: Path, state: Path) -> list[str]:
        when = f"{self.count}+" if self.is_lasting else str(self.count)
        files = [part for name in ("ledger.sqlite", "ledger.sqlite-wal") for part in ("-P", str(state / name))]
        return ["-f", "--seccomp-bpf", "-ttt", "-y", "-s", "0", "-o", str(trace), *files,
                "-e", f"trace={self.call}", "-e", f"inject={self.call}:error={self.error}:when={when}"]


def check_faults(part: Part, path: Path, directory: Path, is_long: bool) -> None:
    """Every call of every kind, once and lasting, until a run passes untouched."""
    with Servers() as servers:
        world = World(directory / "fault-reference", servers, TINY)
        expected = reference(world, Binary(path, world))
    step = 1 if is_long else 7
    kinds = [("fdatasync", "EIO", False, 1), ("fdatasync", "EIO", True, 1),
             ("pwrite64", "ENOSPC", True, step), ("pwrite64", "EIO", False, step)]
    lines = [(*kind, is_planned) for kind in kinds for is_planned in (False, True)]
    with ThreadPoolExecutor(2) as pool:
        for line, counts in zip(lines, pool.map(lambda one: _line(part, path, directory, expected, *one), lines)):
            call, error, is_lasting, step, is_planned = line
            name = f"{call} {error}{' lasting' if is_lasting else ''} in {'apply' if is_planned else 'run'}"
            met, midway = counts.count("early") + counts.count("midway"), counts.count("midway")
            part.note(f"{name}{'' if step == 1 else f', every {step}th'}", f"{met} ({midway} midway)")
            part.check(midway > 1, f"faults of {name} were met while effects were due", midway)


def _line(part: Part, path: Path, directory: Path, expected: Outcome,
          call: str, error: str, is_lasting: bool, step: int, is_planned: bool) -> list[str]:
    """One kind of fault, at every `step`-th call until none is met; says of each how far the run had come.

    strace counts the calls of each thread, and the ledger's come from now this one and now that: one run that passes
    untouched is not yet the end of the calls.
    """
    met: list[str] = []
    untouched = 0
    with Servers() as servers:
        for count in itertools.count(1, step):
            fault = Fault(call, error, count, is_lasting, is_planned)
            world = World(directory / f"fault-{call}-{error}-{is_lasting}-{is_planned}", servers, TINY)
            if (stage := _once(part, Binary(path, world), world, fault, expected)) != "none":
                met.append(stage)
                untouched = 0
            elif (untouched := untouched + 1) == UNTOUCHED:
                return met
            if count > MOST[call]:
                part.check(False, f"{call} {error}: a run passes untouched in the end", count)
                return met
    return met


def _once(part: Part, binary: Binary, world: World, fault: Fault, expected: Outcome) -> str:
    """One fault: not met, or met before the first effect, or with effects before it."""
    trace = world.directory / "fault.strace"
    command = binary.applying(binary.call(*binary.planning).json()) if fault.is_planned else binary.execute
    answer = binary.call(*command, strace=fault.strace(trace, world.state), timeout=60)
    failed = [call for call in calls(trace) if call.is_injected]
    if not failed:
        part.check(answer.code == DONE, "the run that met no fault ends well", answer)
        return "none"
    check_stop(part, world, answer, failed[0], str(fault))
    check_laws(part, world, binary, str(fault))
    stage = "midway" if world.hidden() else "early"
    check_end(part, world, binary, finish(world, binary), expected, f"after {fault}")
    return stage


def check_stop(part: Part, world: World, answer: Answer, first: Call, what: str) -> None:
    """The code, and that nothing was begun after the first failure."""
    with Ledger(world.state) as ledger:
        is_over = ledger.state == "closed" and first.is_on_database
        late = [attempt for attempt in ledger.attempts() if attempt.intended_at / 1e6 > first.time + 0.002]
    codes = (UNWRITABLE, DONE) if is_over else (UNWRITABLE,)
    part.check(answer.code in codes, f"{what}: it ends with code {UNWRITABLE}", answer)
    part.check(not late, f"{what}: no intent after the first failure", late[:2])
    check_silence(part, world, first.time, what)


def check_silence(part: Part, world: World, since: float, what: str) -> None:
    """That no more happened outside after a moment than was in flight."""
    arrived = [visit.at / 1e9 for visit in world.servers.log()
               if visit.method == "PURGE" and visit.phase == "arrived" and visit.at / 1e9 > since]
    part.check(len(arrived) <= world.shape.concurrency, f"{what}: only purges in flight after the failure", len(arrived))
    part.check(all(at < since + GRACE for at in arrived), f"{what}: no purge later than {GRACE} s after the failure",
               [round(at - since, 3) for at in arrived])
    # A rename changes the time of the inode; the kernel keeps it in steps of a few milliseconds.
    moved = [path.stat().st_ctime - since for path in world.quarantine.rglob("*") if path.is_file()]
    late = [round(after, 3) for after in moved if after > 0.005]
    part.check(len(late) <= 1 and all(after < GRACE for after in late), f"{what}: no move but one in flight after the failure", late)


def check_full_disk(part: Part, path: Path, directory: Path, is_long: bool) -> None:
    """A state directory on a small tmpfs of every size from one that holds nothing to one that is enough."""
    with Servers() as servers:
        world = World(directory / "full-reference", servers)
        expected = reference(world, Binary(path, world))
        stopped = 0
        for kilobytes in itertools.count(16, 32 if is_long else 96):
            world = World(directory / "full", servers)
            binary = Binary(path, world)
            world.state.mkdir(mode=0o700)
            mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0700", "purge-proof", str(world.state)]
            if not part.check(subprocess.run(mount).returncode == 0, "a tmpfs can be mounted (run as root)"):
                return
            try:
                if _fill(part, world, binary, expected, kilobytes):
                    break
                stopped += 1
            finally:
                part.check(_unmount(world.state), "the tmpfs is unmounted")
        part.note("sizes that were too small", stopped)
        part.check(stopped > 2, "several sizes were too small", stopped)


def _fill(part: Part, world: World, binary: Binary, expected: Outcome, kilobytes: int) -> bool:
    """One size; answers whether it was enough."""
    what = f"state directory of {kilobytes} KiB"
    answer = binary.call(*binary.execute)
    ended = time.time()
    if answer.code == DONE:
        return True
    part.check(answer.code == UNWRITABLE, f"{what}: it ends with code {UNWRITABLE}", answer)
    time.sleep(0.02)
    part.check(not [visit for visit in world.servers.log() if visit.at / 1e9 > ended], f"{what}: silence after its end")
    check_laws(part, world, binary, what)
    again = binary.call(*binary.execute) if answer.code == UNWRITABLE else answer
    part.check(again.code not in (DONE, SETTLING, INTERRUPTED), f"{what}: it does not go on while the disk is full", again)
    subprocess.run(["mount", "-o", "remount,size=64m", str(world.state)], check=True)
    check_end(part, world, binary, finish(world, binary), expected, f"after {what}")
    return False


def _unmount(folder: Path) -> bool:
    return subprocess.run(["umount", str(folder)]).returncode == 0
