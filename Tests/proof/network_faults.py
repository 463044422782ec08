"""The two tables of the part `network`: what can go wrong on the way, and what goes that way."""

from __future__ import annotations

from dataclasses import dataclass


# The sites of a kind's cells. Tags and revokers are the site's, not a host's: every clip is asked for at every one, and
# two faults at one site would meet in every clip.
SHARED = "shared"
OWN = "own"
BLOCKED = "blocked"  # where faults keep nobody from being done
RESTORED = "restored"  # and what was taken down there is brought back


@dataclass(frozen=True)
class Kind:
    """A kind of step that goes over the network: where, and by which request it is known."""

    what: str
    cache: str  # the settings of the cache that it is played at; empty for an origin
    method: str  # TAG is the PURGE of a tag
    of: str  # the clip that it asks for: Reported or Control
    order: tuple[str, ...]  # the effects at its place as they come, where there is one clip
    site: str = SHARED

    @property
    def is_effect(self) -> bool:
        return self.method != "GET"

    @property
    def step(self) -> str:
        """As the ledger calls it; empty for a probe."""
        return STEPS.get(self.method, "")

    @property
    def is_stopgap(self) -> bool:
        """Whether its clip waits for it at no time."""
        return self.step == "block"

    @property
    def has_bypass(self) -> bool:
        return "blocks: true" in self.cache

    @property
    def methods(self) -> set[str]:
        """All that its place is asked."""
        return {"GET", *self.order} | ({"BLOCK"} if self.site == RESTORED else set())


STEPS = {"PURGE": "purge", "BAN": "purge", "TAG": "purgeTag", "BLOCK": "block", "UNBLOCK": "unblock", "POST": "revoke"}
TWICE = ("PURGE", "PURGE")  # the second one after the rebound time

# A further kind of step is a further line, and what the servers answer to it.
KINDS = {
    "nginx": Kind("purge at nginx", "kind: nginx", "PURGE", "Reported", TWICE),
    "varnish": Kind("purge at Varnish", "kind: varnish", "PURGE", "Reported", TWICE),
    "ban": Kind("ban at Varnish", "kind: varnish, method: ban", "BAN", "Reported", ("BAN", "BAN")),
    "tag": Kind("purge of a tag", "kind: varnish, tags: [\"clip-{id}\"]", "TAG", "Reported",
                ("PURGE", "TAG", "PURGE", "TAG"), OWN),
    "block": Kind("block at Varnish", "kind: varnish, blocks: true", "BLOCK", "Reported", ("BLOCK", *TWICE),
                  BLOCKED),
    "unblock": Kind("unblock at Varnish", "kind: varnish, blocks: true", "UNBLOCK", "Reported",
                    ("UNBLOCK", "PURGE", "UNBLOCK", "PURGE"), RESTORED),
    "revoke": Kind("revocation", "", "POST", "Reported", ("POST",), OWN),
    "link": Kind("probe at a cache", "kind: nginx", "GET", "Reported", TWICE),
    "origin": Kind("probe at an origin", "", "GET", "Reported", ()),
    "control": Kind("probe of a control", "kind: nginx", "GET", "Control", TWICE),
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

HTTP2_STREAMS = {name: 104 if kind.is_effect else 16 for name, kind in KINDS.items()}
HTTP2_LOST_AT = {name: 100 if kind.is_effect else 16 for name, kind in KINDS.items()}


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
        """Whether a step that meets it once is out of the run's hands.

        Without a block an item goes on, unless its node wants to be left alone: then nothing is purged there either.
        """
        return self.fault.waits or self.fault.gives_up and self.kind.is_effect and not self.kind.is_stopgap

    @property
    def site(self) -> str:
        """The site that it stands in, by name."""
        return self.name if self.kind.site == OWN else self.kind.site

    @property
    def links(self) -> int:
        """How many links each of its clips has."""
        return HTTP2_STREAMS[self.kind_name] if self.is_http2 and self.kind.site != OWN else 1

    @property
    def clips(self) -> list[str]:
        """One where the order of connections tells what they are for, where it has many links, or waits long.

        Many where there is one request for each, and streams are wanted.
        """
        count = 1 if self.fault.by_connection or self.is_http2 or self.fault.waits else 2
        if self.is_http2 and self.kind.site == OWN:
            count = HTTP2_STREAMS[self.kind_name]
        return [f"Reported-{self.name}-{number}" for number in range(count)]

    @property
    def host(self) -> str:
        return f"{self.name}.cells.test:{18443 if self.fault.is_secure else 18081}"

    @property
    def scheme(self) -> str:
        return "https" if self.fault.is_secure else "http"

    @property
    def source(self) -> str:
        """Where the family of its links has them from.

        A tag has no URL, so that Purge takes a scheme from the cache's families: of both kinds there is one at TLS.
        """
        if self.kind.site == OWN and self.fault_name != "tls-expired":
            return f"path: \"/{{{{id}}}}/0\", schemes: [{self.scheme}]"
        return "field: {field}"

    @property
    def concurrency(self) -> int:
        """One request after the other, so that connections are kept.

        Blocks find no answer in two ways: with room for the purges beside them, and without.
        """
        if self.kind.is_stopgap and self.fault_name in ("silence", "trickle"):
            return len(self.clips) * (2 if self.fault_name == "trickle" else 1)
        return 512 if self.is_http2 else 1

    def url(self, clip: str, number: int) -> str:
        return f"{self.scheme}://{self.host}/{clip}/{number}"


def cells(passes: bool) -> list[Cell]:
    """Every fault with every kind; of those that pass, the ones that a run can outlast."""
    every = [Cell(fault, kind, passes) for fault in FAULTS for kind in KINDS]
    return [cell for cell in every if not passes or not cell.is_left]
