"""Reads what strace wrote: calls in the order in which they began and ended, over all threads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

LINE = re.compile(r"^(\d+)\s+(?:(\d+\.\d+)\s+)?(.*)$")
RESUMED = re.compile(r"^<\.\.\. (\w+) resumed>(.*)$")
RESULT = re.compile(r"\)\s+= (-?\d+|\?)(?:<[^>]*>)?( [A-Z]+ .*?)?( \(INJECTED\))?( \(DELAYED\))?$")


@dataclass
class Call:
    """One system call. `begun` and `ended` are places in one order over all threads."""

    thread: int
    name: str
    text: str
    begun: int
    time: float
    ended: int | None = None
    result: int | None = None
    is_injected: bool = False

    @property
    def is_on_log(self) -> bool:
        """Whether its first descriptor is the write-ahead log."""
        return self.has_first_path("ledger.sqlite-wal")

    @property
    def is_on_database(self) -> bool:
        return self.has_first_path("ledger.sqlite")

    def has_first_path(self, end: str) -> bool:
        match = re.match(r"\w+\(\d+<([^>]*)>", self.text)
        return match is not None and decoded(match.group(1)).endswith(end.encode())

    def strings(self) -> list[bytes]:
        """Its string arguments, decoded."""
        return [decoded(found) for found in re.findall(r'"((?:[^"\\]|\\.)*)"', self.text)]


ESCAPE = re.compile(rb'\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|.)', re.S)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v", b"f": b"\f"}


def decoded(text: str) -> bytes:
    """A string as strace prints it, as the bytes it stands for."""
    if text.startswith("\\x") and text.count("\\x") * 4 == len(text):
        return bytes.fromhex(text.replace("\\x", ""))

    def one(match: re.Match[bytes]) -> bytes:
        code = match.group(1)
        if code[:1] == b"x":
            return bytes([int(code[1:], 16)])
        if code[:1].isdigit():
            return bytes([int(code, 8) & 255])
        return LETTERS.get(code, code)

    return ESCAPE.sub(one, text.encode("latin-1", "replace"))


def calls(path: Path) -> list[Call]:
    """All calls of a trace, in the order in which they began."""
    return list(_read(path.read_text("latin-1").splitlines()))


def _read(lines: list[str]) -> Iterator[Call]:
    pending: dict[int, Call] = {}
    found: list[Call] = []
    for place, line in enumerate(lines):
        match = LINE.match(line)
        if match is None:
            continue
        thread, time, rest = int(match.group(1)), float(match.group(2) or 0), match.group(3)
        resumed = RESUMED.match(rest)
        if resumed is not None:
            call = pending.pop(thread, None)
            if call is not None:
                call.text += resumed.group(2)
                _end(call, place, call.text)
            continue
        name = rest.split("(", 1)[0]
        if not name.isidentifier() or "(" not in rest:
            continue
        call = Call(thread, name, rest, place, time)
        found.append(call)
        if rest.endswith("<unfinished ...>"):
            call.text = rest.removesuffix("<unfinished ...>")
            pending[thread] = call
        else:
            _end(call, place, rest)
    yield from found


def _end(call: Call, place: int, text: str) -> None:
    match = RESULT.search(text)
    if match is None or match.group(1) == "?":
        return
    call.ended, call.result = place, int(match.group(1))
    call.is_injected = match.group(3) is not None
