"""The two tables of the part `network`: what can go wrong on the way, and what goes that way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of step that goes over the network: where, and by which request it is known."""

    what: str
    cache: str  # the settings of the cache that it is played at; empty for an origin
    method: str
    of: str  # the clip that it asks for: Reported or Control

    @property
    def is_effect(self) -> bool:
        return self.method != "GET"


# A further kind of step is a further line: `block` would be Kind("block", "kind: varnish", "BLOCK", "Reported").
KINDS = {
    "nginx": Kind("purge at nginx", "kind: nginx", "PURGE", "Reported"),
    "varnish": Kind("purge at Varnish", "kind: varnish", "PURGE", "Reported"),
    "ban": Kind("ban at Varnish", "kind: varnish, method: ban", "BAN", "Reported"),
    "link": Kind("probe at a cache", "kind: nginx", "GET", "Reported"),
    "origin": Kind("probe at an origin", "", "GET", "Reported"),
    "control": Kind("probe of a control", "kind: nginx", "GET", "Control"),
}


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong, and what must come of it."""

    what: str
    acts: bool = False  # an effect that meets it has happened all the same
    is_told: bool = False  # the answer says clearly enough what is true: a link may be called dark by it
    begins: bool = False  # the answer begins as it should: a success that breaks off is one (R5)
    by_connection: bool = False  # it is met before a request can be seen
    is_secure: bool = False
    times: int = 2  # so many requests meet it where it passes
    gives_up: bool = False  # an effect that meets it once is left to a person
    waits: bool = False  # it asks for more time than a run has


FAULTS = {
    "reset-before": Fault("reset before the request", by_connection=True),
    "reset-at": Fault("reset in the request"),
    "reset-after": Fault("reset after the request", acts=True),
    "silence": Fault("no answer at all", times=1),
    "trickle": Fault("one byte a second", acts=True, times=1),
    "half-close": Fault("half-close without an answer", acts=True),
    "short-body": Fault("a body that breaks off", acts=True, begins=True),
    "length-small": Fault("a length that is too small", acts=True, is_told=True),
    "length-negative": Fault("a length below zero", acts=True, begins=True),
    "wait-seconds": Fault("429, Retry-After in seconds"),
    "wait-date": Fault("429, Retry-After with a date"),
    "wait-absent": Fault("429 without Retry-After"),
    "wait-negative": Fault("429, Retry-After below zero"),
    "wait-years": Fault("429, Retry-After of ten years", waits=True),
    "storm": Fault("a storm of 500, 502, 503, 504", times=3),
    "gigabyte": Fault("a body of 1 GB", acts=True, is_told=True),
    "gzip-bomb": Fault("a gzip bomb", acts=True, is_told=True),
    "header-bomb": Fault("a header without end", acts=True, begins=True, gives_up=True),
    "redirect": Fault("a redirect loop", gives_up=True),
    "tls-expired": Fault("TLS: expired", by_connection=True, is_secure=True, gives_up=True),
    "tls-other-name": Fault("TLS: wrong host", by_connection=True, is_secure=True, gives_up=True),
    "tls-self-signed": Fault("TLS: self-signed", by_connection=True, is_secure=True, gives_up=True),
    "stale": Fault("a kept connection gone stale", is_told=True),
    "h2-lost": Fault("HTTP/2 connection lost", acts=True, is_secure=True, times=1),
}

HTTP2_STREAMS = {"nginx": 104, "varnish": 104, "ban": 104, "link": 16, "origin": 16, "control": 16}
HTTP2_LOST_AT = {"nginx": 100, "varnish": 100, "ban": 100, "link": 16, "origin": 16, "control": 16}


@dataclass(frozen=True)
class Cell:
    """A fault that one kind of step meets, at a place of its own."""

    fault_name: str
    kind_name: str
    passes: bool

    @property
    def name(self) -> str:
        return f"{self.fault_name}--{self.kind_name}"

    @property
    def fault(self) -> Fault:
        return FAULTS[self.fault_name]

    @property
    def kind(self) -> Kind:
        return KINDS[self.kind_name]

    @property
    def is_http2(self) -> bool:
        return self.fault_name == "h2-lost"

    @property
    def is_left(self) -> bool:
        """Whether a step that meets it once is out of the run's hands."""
        return self.fault.waits or self.fault.gives_up and self.kind.is_effect

    @property
    def links(self) -> int:
        """How many links each of its clips has."""
        return HTTP2_STREAMS[self.kind_name] if self.is_http2 else 1

    @property
    def clips(self) -> list[str]:
        """One where the order of connections tells what they are for, where it has many links, or waits long."""
        count = 1 if self.fault.by_connection or self.is_http2 or self.fault.waits else 2
        return [f"Reported-{self.name}-{number}" for number in range(count)]

    @property
    def host(self) -> str:
        return f"{self.name}.cells.test:{18443 if self.fault.is_secure else 18081}"

    def url(self, clip: str, number: int) -> str:
        return f"{'https' if self.fault.is_secure else 'http'}://{self.host}/{clip}/{number}"


def cells(passes: bool) -> list[Cell]:
    """Every fault with every kind; of those that pass, the ones that a run can outlast."""
    every = [Cell(fault, kind, passes) for fault in FAULTS for kind in KINDS]
    return [cell for cell in every if not passes or not cell.is_left]
