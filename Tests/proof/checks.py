"""What a part of the proof found: checks counted, failures shown at once, a table at the end."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Part:
    """One part of the proof: its checks, its figures and how long it took."""

    name: str
    passed: int = 0
    failures: list[str] = field(default_factory=list)
    figures: dict[str, object] = field(default_factory=dict)
    seconds: float = 0.0
    stops: bool = False  # the first failure is enough
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def check(self, holds: bool, claim: str, detail: object = "") -> bool:
        """Counts a check; a failed one is printed at once with its detail."""
        with self.lock:
            if holds:
                self.passed += 1
            else:
                text = f"{claim}{': ' if detail != '' else ''}{detail}"
                self.failures.append(text)
                print(f"  FAILED {self.name}: {text}", file=sys.stderr, flush=True)
        return holds

    def equal(self, found: object, expected: object, claim: str) -> bool:
        """Counts a check that two values are the same."""
        return self.check(found == expected, claim, f"{found!r} is not {expected!r}")

    def note(self, name: str, value: object) -> None:
        """Keeps a figure for the table."""
        with self.lock:
            self.figures[name] = value

    @property
    def line(self) -> str:
        figures = ", ".join(f"{name} {value}" for name, value in self.figures.items())
        state = "ok" if not self.failures else f"{len(self.failures)} FAILED"
        return f"{self.name}: {state}, {self.passed} checks, {self.seconds:.1f} s" + (f" ({figures})" if figures else "")


class Report:
    """All parts of one call of the harness."""

    def __init__(self) -> None:
        self.parts: list[Part] = []

    def run(self, name: str, body: "callable[[Part], None]") -> Part:
        """Runs one part; whatever it throws is a failed check."""
        part = Part(name)
        self.parts.append(part)
        begun = time.monotonic()
        try:
            body(part)
        except Exception as error:  # a broken part is a failure, never a skip
            part.check(False, "the part ran to its end", f"{type(error).__name__}: {error}")
            if not isinstance(error, EnvironmentError):
                import traceback

                traceback.print_exc()
        if part.passed == 0 and not part.failures:
            part.check(False, "the part checked something")
        part.seconds = time.monotonic() - begun
        print(part.line, flush=True)
        return part

    def end(self) -> int:
        """Prints the table and the line that others read; answers the exit code."""
        width = max([len(part.name) for part in self.parts] + [4])
        print(f"\n{'part':<{width}}  checks  failed  seconds")
        for part in self.parts:
            print(f"{part.name:<{width}}  {part.passed + len(part.failures):6}  {len(part.failures):6}  {part.seconds:7.1f}")
        failures = [(part.name, text) for part in self.parts for text in part.failures]
        for name, text in failures:
            print(f"FAILED {name}: {text[:2000]}")
        passed = sum(part.passed for part in self.parts)
        print(f"{passed} passed, {len(failures)} failed")
        return 1 if failures or not self.parts else 0
