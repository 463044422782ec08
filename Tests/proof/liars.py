"""Edges that lie, over real caches: none of them may get a wrong `dark`, and none may hide (R4, R5, R17).

One run probes all of them, because every verdict is of a link at an edge: what one edge says must not touch the others.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from binary import PARTIAL, SETTLING, Answer, Binary
from checks import Part
from ledger import Ledger
from liar_caches import SIGNING_KEY, Caches, free_ports
from world import HOST, Shape, World

SHAPE = Shape(matched=5, others=30, spacing="0.5s", repurge="0.5s", rebound="0.5s", patience="18s")
TLS_HOST, MISTYPED, SIGNED_HOST = "tls.test:18443", "clisp.test:18081", "signed.test:18081"

Verdicts = frozenset[tuple[str, str]]


def verdicts(visibility: str, *reasons: str) -> Verdicts:
    """The pairs of visibility and reason that an edge may end with."""
    return frozenset((visibility, reason) for reason in reasons)


DARK, LIT = verdicts("dark", "gone"), verdicts("lit", "served")
CUT, ANYTHING = verdicts("lit", "cutShort"), verdicts("lit", "servesAnything")
UNPROVEN = verdicts("unknown", "unproven")


@dataclass(frozen=True)
class Liar:
    """A kind of edge: what is true of pages and videos there, and what it must be called."""

    what: str
    page: Verdicts
    video: Verdicts | None = None  # the same

    def expected(self, family: str) -> Verdicts:
        return self.video if family == "video" and self.video is not None else self.page


LIARS = {
    "honest": Liar("an honest cache", DARK),
    "tardy": Liar("a cache that purges a while after it said so", DARK),
    "busy": Liar("a cache that answers 429 to what comes too fast", DARK),
    "placeholder": Liar("a placeholder with 200, declared for pages alone", DARK, ANYTHING),
    "farewell": Liar("a redirect that says gone, declared for pages alone", DARK, verdicts("unknown", "redirected")),
    "vary": Liar("a copy of each Origin, of which only the plain one is purged", LIT, DARK),
    "slices": Liar("slices, of which only the first is purged", DARK, LIT),
    "says-200": Liar("a purge that says 200 and does nothing", LIT),
    "other-key": Liar("a purge that looks under another key", LIT),
    "head-404": Liar("404 to HEAD, the copy to GET", LIT),
    "stale": Liar("the stale copy instead of the origin's 404", LIT),
    "no-ranges": Liar("200 and all of it for any range", LIT),
    "other-range": Liar("206 with another range than asked for", LIT),
    "slow": Liar("a body of one byte a second", CUT),
    "truncated": Liar("a body that breaks off", CUT),
    "tier": Liar("refilled from a tier that nobody purges", verdicts("lit", "survivor")),
    "refill": Liar("refilled with what is made anew", verdicts("lit", "refilled", "served")),
    "anything": Liar("200 to everything", ANYTHING),
    "outage": Liar("404 to everything for a while, then the copy again", LIT),
    "flapping": Liar("404 in one round, the copy in the next", frozenset({("dark", "gone")}) | LIT),
    "moved": Liar("a redirect to a living copy", verdicts("unknown", "redirectedToLit")),
    "firewall": Liar("403 to the prober alone", verdicts("unknown", "refused")),
    "throttled": Liar("429 to nearly everything", verdicts("unknown", "throttled", "unproven")),
    "broken": Liar("500 to everything", verdicts("unknown", "serverError")),
    "nothing": Liar("404 to everything", UNPROVEN),
    "mistyped": Liar("a mistyped host", UNPROVEN),
    "resets": Liar("a connection reset at every request", verdicts("unknown", "unreachable")),
    "dead": Liar("nobody listens", verdicts("unknown", "unreachable")),
    "signed": Liar("an honest cache of links that must be freshly signed", DARK),
    "signed-stale": Liar("one that says 200 to a purge: 403 without a signature, the copy with one", LIT),
    "tls-good": Liar("an honest origin over TLS", DARK),
    "tls-expired": Liar("an expired certificate", verdicts("unknown", "untrusted")),
    "tls-other-name": Liar("a certificate of another host", verdicts("unknown", "untrusted")),
    "tls-self-signed": Liar("a certificate that nobody signed", verdicts("unknown", "untrusted")),
    "origin-1": Liar("the origin", DARK),
}
# What is asked there changes all the time: whatever was seen last, no link may settle as dark.
NEVER_SETTLED = ("flapping",)
SERVING = ("says-200", "other-key", "head-404", "stale", "tier", "refill")
GONE = ("honest", "tardy", "slices", "vary")


# What keeps nothing, or would not let itself be asked as often as that. The fronts have their caches behind them.
NOT_WARMED = {"nothing", "broken", "throttled", "signed", "signed-stale", "tls-good", "tls-expired",
              "tls-other-name", "tls-self-signed"}


def signed(path: str) -> str:
    """A link as the platform gives it out, good for an hour."""
    expires = int(time.time()) + 3600
    digest = hashlib.md5(f"{expires}{path} {SIGNING_KEY}".encode()).digest()
    return f"{path}?md5={base64.urlsafe_b64encode(digest).decode().rstrip('=')}&expires={expires}"


class LiarWorld(World):
    """A world whose site names every liar; those that cannot be purged at all are only probed."""

    def __init__(self, directory: Path, caches: Caches, fronts: dict[str, int], dead: int) -> None:
        self.caches, self.fronts, self.dead = caches, fronts, dead
        super().__init__(directory, self, SHAPE)  # type: ignore[arg-type]

    def reset(self, root: Path, log: Path) -> None:
        """Stands in for the servers of other worlds: there is nothing to reset."""

    def objects(self, clip: str) -> list[str]:
        return World.objects(self, clip) + [f"t/{clip}", f"m/{clip}", f"s/{clip}"]

    def warm(self) -> None:
        """Asks every cache for every link, so that it keeps a copy, of each Origin where it tells them apart."""
        targets = [f"/{key}" for clip in self.reported + self.innocent for key in World.objects(self, clip)]
        ports = [port for name, port in self.caches.ports.items() if name not in NOT_WARMED]
        self._curl([f"http://127.0.0.1:{port}{target}" for port in ports for target in targets])
        vary = self.caches.ports["vary"]
        self._curl([f"http://127.0.0.1:{vary}{target}" for target in targets], "-H", "Origin: https://player.test")

        for name in ("signed", "signed-stale"):
            self._curl([f"http://127.0.0.1:{self.caches.ports[name]}{signed(f'/s/{clip}')}"
                        for clip in self.reported + self.innocent], host=SIGNED_HOST)

    def _curl(self, urls: list[str], *more: str, host: str = HOST) -> None:
        lines = "".join(f'url = "{url}"\noutput = "/dev/null"\n' for url in urls)
        command = ["curl", "-sS", "-K", "-", "-H", f"Host: {host}", "--parallel", "--parallel-max", "8", *more]
        subprocess.run(command, input=lines, text=True, check=True, timeout=60, capture_output=True)

    def _write_site(self) -> None:
        nodes = {name: port for name, port in (self.caches.ports | self.fronts).items() if not name.startswith("tls-")}
        nodes.pop("resets")
        signing = ", ".join(f"{name}: 127.0.0.1:{nodes.pop(name)}" for name in ("signed", "signed-stale"))
        key = self.directory / "signing-key"
        key.write_text(SIGNING_KEY + "\n")
        key.chmod(0o600)
        written = ", ".join(f"{name}: 127.0.0.1:{port}" for name, port in nodes.items())
        tls = "".join(f"  {name}: {{address: 127.0.0.1:{port}, hosts: [{TLS_HOST}]}}\n"
                      for name, port in self.caches.ports.items() if name.startswith("tls-"))
        shape = self.shape
        self.site.write_text(f"""site: liars
families:
  page:
    hosts: [{HOST}]
    schemes: [http]
    path: "/clip/{{id}}"
    object: "media:clip/{{id}}"
    dark: [{{redirect: "/unavailable?clip={{id}}"}}, {{placeholder: {{etag: '"gone-page"'}}}}]
    probe: {{variants: {{player: {{Origin: "https://player.test"}}}}}}
  video:
    hosts: [{HOST}]
    schemes: [http]
    path: "/v/{{id}}/{{quality}}.mp4"
    variables: {{quality: [720, 360]}}
    object: "media:v/{{id}}/{{quality}}.mp4"
  secure: {{hosts: ["{TLS_HOST}"], path: "/t/{{id}}", object: "media:t/{{id}}"}}
  typo: {{hosts: ["{MISTYPED}"], schemes: [http], path: "/m/{{id}}", object: "media:m/{{id}}"}}
  signed:
    hosts: ["{SIGNED_HOST}"]
    schemes: [http]
    path: "/s/{{id}}"
    object: "media:s/{{id}}"
    mint: {{form: secureLinkMD5, message: "{{expires}}{{uri}} {{key}}", signature: md5, expires: expires, key: {{file: {key}}}}}
stores:
  media: {{kind: fileTree, root: {self.www}, quarantine: {self.quarantine}}}
caches:
  liars:
    kind: nginx
    nodes: {{{written}}}
    hosts: ["{HOST}"]
    rebound: {shape.rebound}
  signing:
    kind: nginx
    nodes: {{{signing}}}
    hosts: ["{SIGNED_HOST}"]
    rebound: {shape.rebound}
origins:
  origin-1: {{address: "127.0.0.1:{self.caches.origin}", hosts: ["{HOST}"]}}
  resets: {{address: "127.0.0.1:{self.fronts['resets']}", hosts: ["{HOST}"]}}
  dead: {{address: "127.0.0.1:{self.dead}", hosts: ["{HOST}"]}}
  mistyped: {{address: "127.0.0.1:{self.caches.ports['honest']}", hosts: ["{MISTYPED}"]}}
{tls}tls: {{authorities: {self.caches.authority}}}
""")


class Liars:
    """All servers of the part."""

    def __init__(self, folder: Path, www: Path) -> None:
        program = Path(__file__).with_name("liar_server.py")
        self.child = subprocess.Popen([sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.child.stdin is not None and self.child.stdout is not None
        ports = json.loads(self.child.stdout.readline())
        self.tier, self.refill = ports.pop("tier"), ports.pop("refill")
        self.fronts: dict[str, int] = ports
        try:
            self.caches = Caches(folder, www, self.tier, self.refill)
        except Exception:
            self.child.kill()
            raise
        self.child.stdin.write(json.dumps(self.caches.ports | {"origin": self.caches.origin}) + "\n")
        self.child.stdin.flush()
        self.child.stdout.readline()

    def __enter__(self) -> "Liars":
        return self

    def __exit__(self, *_: object) -> None:
        self.caches.close()
        self.child.kill()
        self.child.wait()


def check_liars(part: Part, path: Path, directory: Path) -> None:
    """Every kind at once: who lies is called what it is, who does not gets dark."""
    folder = directory / "liars"
    (folder / "world" / "www").mkdir(parents=True)
    with Liars(folder / "servers", folder / "world" / "www") as liars:
        world = LiarWorld(folder / "world", liars.caches, liars.fronts, free_ports(1)[0])
        binary = Binary(path, world)
        before = world.tree()
        answer = binary.call(*binary.execute, timeout=150)
        part.note("kinds", len(LIARS))
        part.note("seconds of the run", round(answer.seconds, 1))
        part.check(answer.code in (SETTLING, PARTIAL), "it is no success", answer)
        check_truth(part, world, before)
        check_verdicts(part, world)
        check_report(part, world, binary, answer)
        kept = {key for clip in world.innocent for key in world.objects(clip) if not (world.www / key).exists()}
        part.check(not kept, "nothing of others moved", sorted(kept)[:4])


def check_truth(part: Part, world: LiarWorld, before: dict[str, str]) -> None:
    """What the table says of the edges is true: somebody else asks those that answer in one piece."""
    for clip in world.reported:
        key = World.objects(world, clip)[0]
        for edge in SERVING + GONE:
            connection = http.client.HTTPConnection("127.0.0.1", world.caches.ports[edge], timeout=5)
            connection.request("GET", f"/{key}", headers={"Host": HOST})
            response = connection.getresponse()
            body = response.read()
            connection.close()
            if edge in SERVING:
                part.equal(hashlib.sha256(body).hexdigest(), before[key], f"{edge} still serves {key}")
            else:
                part.equal(response.status, 404, f"{edge} does not serve {key} any more")


def check_verdicts(part: Part, world: World) -> None:
    """No wrong dark; at least 99 % of the dark pairs dark, all lit ones lit; unknown where the case says so."""
    with Ledger(world.state) as ledger:
        rows = ledger.rows(
            "SELECT s.edge, l.family, s.visibility, s.reason, s.isSettled FROM sight s "
            "JOIN link l ON l.run = s.run AND l.number = s.link")
        aside = ledger.rows("SELECT cast(clip AS TEXT), cause FROM item WHERE state = 'setAside'")
        probed = dict(ledger.rows("SELECT edge, group_concat(DISTINCT reason) FROM probe WHERE visibility = 'unknown' GROUP BY 1"))
    part.equal(aside, [], "no clip is set aside for what an edge says")
    part.equal(sorted({row[0] for row in rows}), sorted(LIARS), "every edge was probed")
    pairs: dict[str, list[bool]] = defaultdict(list)
    for edge, family, visibility, reason, is_settled in rows:
        liar = LIARS[edge]
        expected = liar.expected(family)
        if expected == DARK:
            pairs["dark"].append(bool(is_settled) and visibility == "dark")
            continue
        part.check(not is_settled, f"{edge} ({liar.what}): no {family} link counts as dark")
        if edge not in NEVER_SETTLED:
            truth = next(iter(expected))[0]
            pairs[truth].append((visibility, reason) in expected)
            part.check((visibility, reason) in expected, f"{edge} ({liar.what}): {family} is called right",
                       f"{visibility} ({reason}), not {sorted(expected)}")
    for truth, found in pairs.items():
        part.note(f"{truth} pairs", f"{sum(found)}/{len(found)}")
    late = sorted({(row[0], row[1], row[2], row[3]) for row in rows if LIARS[row[0]].expected(row[1]) == DARK and not row[4]})
    dark = pairs["dark"]
    part.check(dark and sum(dark) >= 0.99 * len(dark), "at least 99 % of the dark pairs are called dark", late)
    part.check("unproven" in str(probed.get("outage")), "an edge that is out as a whole proves nothing meanwhile", probed)


def check_report(part: Part, world: World, binary: Binary, answer: Answer) -> None:
    """The report names each edge that is not dark, with the reason, and no honest one."""
    with Ledger(world.state) as ledger:
        report = binary.report(ledger.run_name)
    told: dict[str, set[str]] = defaultdict(set)
    for row in report.get("verdicts") or []:  # type: ignore[union-attr]
        family, edge, *verdict = row["labels"]
        told[edge].add(" ".join(verdict))
    part.equal(sorted(told), sorted(LIARS), "the report names every edge")
    for edge, liar in LIARS.items():
        reasons = {reason for family in (liar.page, liar.video or liar.page) for _, reason in family} - {"gone"}
        missing = not any(reason in text for reason in reasons for text in told[edge])
        part.check(not reasons or not missing or edge in NEVER_SETTLED, f"the report says why {edge} is not dark", told[edge])
    told_key = [name for name in world.state.rglob("*") if name.is_file() and SIGNING_KEY.encode() in name.read_bytes()]
    part.check(not told_key and SIGNING_KEY not in answer.out + answer.err, "the signing key is told to nobody", told_key)
    part.check("servesAnything" in answer.err or "doubt" in answer.err, "the log names an edge in doubt", answer.err[-300:])
