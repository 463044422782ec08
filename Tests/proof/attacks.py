"""Ways to kill the binary: at a system call, at a request that the servers see, at a state of its ledger."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from binary import Answer, Binary
from strace import Call, calls
from world import World

TRACED = "pwrite64,fdatasync,fsync,renameat2,mkdirat,openat2,newfstatat,sendto"
# Without --seccomp-bpf: with it strace 6.1 does not inject signals.
STRACE = ["-f", "-y", "-s", "32", "-e", f"trace={TRACED}"]


@dataclass(frozen=True)
class Death:
    """What is known of a killed process besides the world that it left."""

    aim: str
    at: int  # nanoseconds since 1970
    served: frozenset[str]  # reported objects still in the tree
    calls: list[Call] = field(repr=False)
    last: Call | None  # the call at which strace killed it

    def looked_since_commit(self, tree: Path) -> int:
        """How many looks into the tree it had finished since its ledger's last sync."""
        count = 0
        for call in reversed(self.calls):
            if call.name == "fdatasync" and call.is_on_log and call.result == 0:
                break
            if call.name == "newfstatat" and call.result is not None and str(tree) in call.text \
                    and "AT_SYMLINK_NOFOLLOW" in call.text:
                count += 1
        return count


class Attack(Protocol):
    """One way to kill it."""

    @property
    def aim(self) -> str: ...

    def strike(self, world: World, binary: Binary, command: tuple[str, ...]) -> tuple[Answer, Death | None]:
        """Runs the command until the attack kills it; no death when it ended by itself."""
        ...


def death(world: World, aim: str, answer: Answer, trace: Path | None, call: str = "") -> Death | None:
    """What a call that was perhaps killed leaves to know."""
    if answer.code not in (-signal.SIGKILL, 128 + signal.SIGKILL):
        return None
    found = calls(trace) if trace is not None else []
    last = next((one for one in reversed(found) if one.name == call and one.result is None), None)
    return Death(aim, time.time_ns(), frozenset(world.served_objects()), found, last)


@dataclass(frozen=True)
class AtCall:
    """SIGKILL at the k-th call of a name in a thread, before it is done.

    strace counts by thread, so the many calls of planning hide the first ones of applying: `is_planned` makes the plan
    first, undisturbed, and attacks `purge apply`.
    """

    call: str
    count: int
    is_planned: bool = False

    @property
    def aim(self) -> str:
        return f"{self.call} {self.count}{' of apply' if self.is_planned else ''}"

    def strike(self, world: World, binary: Binary, command: tuple[str, ...]) -> tuple[Answer, Death | None]:
        trace = world.directory / "kill.strace"
        inject = ["-e", f"inject={self.call}:signal=SIGKILL:when={self.count}"]
        answer = binary.call(*command, strace=["-o", str(trace), *STRACE, *inject])
        return answer, death(world, self.aim, answer, trace, self.call)


@dataclass(frozen=True)
class AtRequest:
    """SIGKILL by the server, when the k-th request of a kind arrived or was answered."""

    work: str  # purge, rebound, probe
    is_answered: bool
    count: int

    @property
    def aim(self) -> str:
        return f"{self.work} {'answered' if self.is_answered else 'sent'} {self.count}"

    def strike(self, world: World, binary: Binary, command: tuple[str, ...]) -> tuple[Answer, Death | None]:
        rule: dict[str, object] = {"do": "killAnswered" if self.is_answered else "kill", "after": self.count, "times": 1}
        if self.work == "probe":
            rule |= {"method": "GET", "ranged": True, "server": "edge" if self.count % 2 else "origin"}
        else:
            rule |= {"method": "PURGE", "visit": 2 if self.work == "rebound" else 1}
        world.servers.arm(rule)
        running = binary.start(*command)
        world.servers.ask(do="victim", pid=running.child.pid)
        answer = running.wait()
        world.servers.arm()
        return answer, death(world, self.aim, answer, None)


WAITING = {
    "disable": "kind = 'disable' AND failures > 0",
    "confirm": "kind = 'confirm' AND failures > 0",
    "purge": "kind = 'purge' AND pass = 1 AND tries > 0",
    "rebound": "kind = 'purge' AND pass > 1",
}
HEADROOM = 15_000  # microseconds that a wait must still last when it is seen


@dataclass(frozen=True)
class WhileWaiting:
    """SIGKILL when the ledger shows that a kind of work waits for its due time."""

    work: str
    failing: str = ""  # what strace makes fail, so that there is something to wait for
    count: int = 1

    @property
    def aim(self) -> str:
        return f"{self.work} waiting {self.failing}{self.count if self.failing else ''}".rstrip()

    def strike(self, world: World, binary: Binary, command: tuple[str, ...]) -> tuple[Answer, Death | None]:
        if self.work == "purge":
            target = random.choice(world.targets(world.reported[0]))
            world.servers.arm({"do": "status", "status": 503, "retry_after": "1", "target": target, "times": 1})
        inject = ["-e", f"inject={self.failing}:error=EIO:when={self.count}"] if self.failing else []
        trace = ["-o", str(world.directory / "kill.strace"), *STRACE, *inject] if self.failing else None
        running = binary.start(*command, strace=trace)
        while running.child.poll() is None and not is_waiting(world, self.work):
            time.sleep(0.001)
        victim = _child(running.child.pid) if self.failing else running.child.pid
        if victim and running.child.poll() is None:
            os.kill(victim, signal.SIGKILL)
        answer = running.wait()
        world.servers.arm()
        return answer, death(world, self.aim, answer, None)


def is_waiting(world: World, work: str) -> bool:
    """Whether the live ledger shows nothing in flight and that work due only later."""
    later = time.time_ns() // 1000 + HEADROOM
    if work == "probe":
        sql = """SELECT min(due) > ?1 AND NOT EXISTS (SELECT 1 FROM step WHERE run = ?2 AND state IN ('ready', 'intent'))
            FROM sight WHERE run = ?2 AND due IS NOT NULL AND probedAt IS NOT NULL"""
    else:
        sql = f"""SELECT max(due) > ?1 AND NOT EXISTS (SELECT 1 FROM step WHERE run = ?2 AND state = 'intent' AND {re.split(" AND (?:failures|tries)", WAITING[work])[0]})
            FROM step WHERE run = ?2 AND state = 'ready' AND {WAITING[work]}"""
    try:
        db = sqlite3.connect(f"file:{world.state}/ledger.sqlite?mode=ro", uri=True, timeout=0.05)
        try:
            run = db.execute("SELECT max(id) FROM run WHERE state = 'applying'").fetchone()[0]
            return run is not None and bool(db.execute(sql, (later, run)).fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error:
        return False  # not made yet


def _child(parent: int) -> int:
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    except OSError:
        return 0
    return int(children[0]) if children else 0
