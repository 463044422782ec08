#!/usr/bin/env python3
"""Measures what scripts/bench built; see there. Every figure is the median of several runs of whole processes.

Runs that are compared take turns, so that a slow minute of the machine hits both; a ratio is the median of the
ratios of neighbours, which is why it is not quite the quotient of the two medians.
"""

import argparse
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

LINKS = 12
AT_ONCE = 64
PACE = 2_000

SITE = """\
site: bench
families:
  page:
    schemes: [http]
    hosts: ["clips.test:{port}"]
    path: "/clip/{{id}}"
    object: "media:p/{{id}}.html"
  video:
    schemes: [http]
    hosts: ["clips.test:{port}"]
    path: "/v/{{id}}/{{quality}}.mp4"
    variables: {{quality: [{qualities}]}}
stores:
  media: {{kind: fileTree, root: www, quarantine: quarantine}}
caches:
  edge:
    kind: nginx
    nodes: {{edge-1: "127.0.0.1:{port}"}}
    concurrency: {concurrency}
    # Past the patience below: a run ends when its first purges are done.
    rebound: 1h
{rate}"""

JOB = """\
job: bench
inventories:
  - kind: jsonLines
    files: ["{inventory}"]
lists:
  - {{name: reported, of: clipIDs, file: reported.txt, category: bench}}
guard: {{items: 1000000000, share: 100%}}
verify: {{patience: 1s}}
"""


class Bench:
    def __init__(self, purge, tools, work, port, is_quick):
        self.purge, self.tools, self.work, self.port, self.is_quick = purge, tools, work, port, is_quick
        self.figures = []
        self.count = 0

    # ---- Figures

    def add(self, name, value, unit, better, goal=None, peer=None, peer_value=None, ratio=None):
        self.figures.append(
            {
                "name": name,
                "value": rounded(value),
                "unit": unit,
                "better": better,
                "goal": goal,
                "peer": peer,
                "peerValue": rounded(peer_value),
                "ratio": rounded(ratio),
            }
        )
        print(f"  {name}: {number(value)} {unit}", file=sys.stderr)

    def transport(self):
        """The same requests, answered 404, by Purge's client and by a bare C loop."""
        requests, pairs = (20_000, 5) if self.is_quick else (100_000, 9)
        for method in ("PURGE", "GET"):
            ours, bare = [], []
            for pair in range(pairs):
                sides = [("transport/release/TransportBench", ours), ("bare-loop", bare)]
                for program, rates in sides if pair % 2 == 0 else reversed(sides):
                    rates.append(requests / self.send(program, method, requests, AT_ONCE))
            self.add(
                f"transport, {method}, HTTP/1.1, {AT_ONCE} at once",
                statistics.median(ours),
                "requests/s",
                "higher",
                0.8,
                "a bare C loop over libcurl multi",
                statistics.median(bare),
                statistics.median(our / peer for our, peer in zip(ours, bare)),
            )

    def effects(self):
        """First purges of a plan by the real binary, from the first intent to the last receipt in its ledger."""
        clips, runs = (1_000, 3) if self.is_quick else (5_000, 5)
        rates = [self.apply(clips, rate=None)[1] for _ in range(runs)]
        self.add("effects with the durable ledger", statistics.median(rates), "effects/s", "higher", 20_000)

    def paced(self):
        """The same at a rate that a CDN would set, against the same requests at that rate without a ledger."""
        seconds, runs = (2, 1) if self.is_quick else (5, 3)
        clips = PACE * (1 + seconds) // LINKS
        ours, peers = [], []
        for _ in range(runs):
            requests = clips * LINKS
            # What the rate lets go at once is not paced.
            time_taken = self.apply(clips, rate=PACE)[0]
            ours.append((requests - PACE) / time_taken)
            program = "transport/release/TransportBench"
            peers.append((requests - PACE) / self.send(program, "PURGE", requests, AT_ONCE, PACE))
        self.add(
            f"effects at a paced {PACE:,}/s with the durable ledger",
            statistics.median(ours),
            "effects/s",
            "higher",
            0.95,
            "Purge's transport at that pace, without a ledger",
            statistics.median(peers),
            statistics.median(our / peer for our, peer in zip(ours, peers)),
        )

    def start(self):
        times = []
        for _ in range(20 if self.is_quick else 50):
            started = time.perf_counter()
            subprocess.run([self.purge, "--help"], stdout=subprocess.DEVNULL, check=True)
            times.append((time.perf_counter() - started) * 1000)
        self.add("start of purge --help", statistics.median(times), "ms", "lower", 30)

    def emergency(self):
        """From the start of `purge now` until its first disable is done, by the ledger's clock, with a ledger in use."""
        folder = self.job(1_000, every=1, inventory="clips.jsonl", rate=None)
        where = ["--site", "site.yaml", "--state", "state"]
        output([self.purge, "plan", "job.yaml", *where, "--json"], folder)
        clips = output([self.tools / "rows", "--list", "1000", "1"]).split()
        times = []
        for clip in clips[: 10 if self.is_quick else 20]:
            (folder / "www" / "p" / f"{clip}.html").write_text("x")
            started = time.time()
            now = ["now", "--clip", clip, "--reason", "a benchmark", "--execute", "--deadline", "1s"]
            output([self.purge, *now, *where], folder, codes=(0, 10, 11))
            connection = sqlite3.connect(folder / "state" / "ledger.sqlite")
            (first,) = connection.execute(
                "SELECT min(a.finishedAt) FROM attempt a WHERE a.run = (SELECT max(id) FROM run)"
            ).fetchone()
            connection.close()
            times.append((first / 1e6 - started) * 1000)
        self.add("emergency, command to first disable done", statistics.median(times), "ms", "lower", 100)
        shutil.rmtree(folder)

    def plan(self):
        """A plan whose inventory comes through a pipe: 1 % of the rows match, with 12 links each."""
        rows = 200_000 if self.is_quick else 5_000_000
        folder = self.job(rows, every=100, inventory="-", rate=None)
        started = time.perf_counter()
        generator = subprocess.Popen([self.tools / "rows", "0", str(rows)], stdout=subprocess.PIPE)
        command = [self.purge, "plan", "job.yaml", "--site", "site.yaml", "--state", "state", "--json"]
        with open(folder / "plan.json", "wb") as answer:
            plan = subprocess.Popen(command, cwd=folder, stdin=generator.stdout, stdout=answer)
        generator.stdout.close()
        # The largest resident set that the kernel noted for that process.
        _, status, usage = os.wait4(plan.pid, 0)
        plan.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        if generator.wait() != 0 or plan.returncode != 0:
            raise SystemExit(f"purge plan ended with {plan.returncode}")
        effects = json.loads((folder / "plan.json").read_text())["effects"]
        if effects != rows // 100:
            raise SystemExit(f"purge plan found {effects} clips, not {rows // 100}")
        size = f"{rows:,} rows through a pipe, 1 % with {LINKS} links"
        self.add(f"memory of purge plan, {size}", usage.ru_maxrss / 1024, "MiB", "lower", 150)
        self.add(f"speed of purge plan, {size}", rows / seconds, "rows/s", "higher")
        shutil.rmtree(folder)

    def report(self):
        """Reports of a plan of so many clips, with one link each: seconds, and the largest resident set."""
        clips = 50_000 if self.is_quick else 1_000_000
        folder = self.job(clips, every=1, inventory="clips.jsonl", rate=None, links=1)
        where = ["--site", "site.yaml", "--state", "state", "--json"]
        run = json.loads(output([self.purge, "plan", "job.yaml", *where], folder))["run"]
        for shape in ("html", "csv", "ndjson"):
            started = time.perf_counter()
            command = [self.purge, "report", run, "--state", "state", "--format", shape, "-o", f"report.{shape}"]
            report = subprocess.Popen(command, cwd=folder)
            _, status, usage = os.wait4(report.pid, 0)
            report.returncode = os.waitstatus_to_exitcode(status)
            if report.returncode != 0:
                raise SystemExit(f"purge report ended with {report.returncode}")
            of = f"{shape} report of {clips:,} clips"
            seconds = time.perf_counter() - started
            self.add(of, seconds, "s", "lower", None if self.is_quick else 60)
            self.add(f"memory of the {of}", usage.ru_maxrss / 1024, "MiB", "lower", 150)
        shutil.rmtree(folder)

    # ---- Parts

    def send(self, program, *arguments):
        """Runs one side of the transport's comparison; answers its seconds."""
        method, requests, *rest = map(str, arguments)
        said = output([self.tools / program, str(self.port), method, requests, *rest])
        sent, expected, seconds = said.split()
        if not sent == expected == requests:
            raise SystemExit(f"{program}: {expected} of {requests} requests were answered 404")
        return float(seconds)

    def job(self, rows, every, inventory, rate, links=LINKS):
        """A folder with site, job and list; the inventory too, unless it comes through a pipe."""
        self.count += 1
        folder = self.work / f"job-{self.count}"
        folder.mkdir()
        site = SITE.format(
            port=self.port,
            qualities=", ".join(str(quality) for quality in range(101, 100 + links)),
            concurrency=AT_ONCE,
            rate=f"    rate: {rate}\n" if rate else "",
        )
        if links == 1:
            site = site[: site.index("  video:")] + site[site.index("stores:") :]
        (folder / "site.yaml").write_text(site)
        (folder / "job.yaml").write_text(JOB.format(inventory=inventory))
        rows_program = str(self.tools / "rows")
        # The store holds nothing of the reported clips, so that they are purged at once. Of the others it holds as many
        # as the planner needs to choose its controls: it asks for a clip only if it would be one of the few.
        (folder / "www" / "p").mkdir(parents=True)
        (folder / "quarantine").mkdir(mode=0o700)
        if every > 1:
            for clip in output([rows_program, "--list", "5000", "1"]).split():
                (folder / "www" / "p" / f"{clip}.html").touch()
        with open(folder / "reported.txt", "wb") as file:
            subprocess.run([rows_program, "--list", str(rows), str(every)], stdout=file, check=True)
        if inventory != "-":
            with open(folder / inventory, "wb") as file:
                subprocess.run([rows_program, "0", str(rows)], stdout=file, check=True)
        return folder

    def apply(self, clips, rate):
        """Plans and applies clips that are all reported; answers seconds and effects a second of the first pass."""
        folder = self.job(clips, every=1, inventory="clips.jsonl", rate=rate)
        where = ["--site", "site.yaml", "--state", "state", "--json"]
        plan = json.loads(output([self.purge, "plan", "job.yaml", *where], folder))
        apply = ["apply", plan["run"], "--digest", plan["digest"], "--reason", "a benchmark"]
        # 10: settling, because the second purges are an hour away.
        output([self.purge, *apply, "--state", "state", "--json"], folder, codes=(0, 10, 11))
        seconds, effects = first_pass(folder / "state" / "ledger.sqlite")
        if effects != clips * LINKS:
            raise SystemExit(f"the ledger knows of {effects} effects, not {clips * LINKS}")
        shutil.rmtree(folder)
        return seconds, effects / seconds


def first_pass(ledger):
    """Seconds from the first intent to the last receipt of the first purges, and how many there were."""
    connection = sqlite3.connect(ledger)
    first, last, count = connection.execute(
        """
        SELECT min(intendedAt), max(finishedAt), count(*) FROM attempt
        WHERE pass = 1 AND outcome IN ('done', 'gone')
        """
    ).fetchone()
    connection.close()
    return (last - first) / 1e6, count


def output(command, folder=None, codes=(0,)):
    result = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True)
    if result.returncode not in codes:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {result.returncode}: {result.stderr}")
    return result.stdout


def rounded(value):
    return value if value is None else float(f"{value:.4g}") if abs(value) < 1000 else round(value)


def number(value):
    return "" if value is None else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def is_met(figure):
    """Whether the figure reaches its goal; None where it has none."""
    if figure["goal"] is None:
        return None
    reached = figure["value"] if figure["ratio"] is None else figure["ratio"]
    return reached >= figure["goal"] if figure["better"] == "higher" else reached <= figure["goal"]


def show(figures):
    rows = [("", "value", "goal", "", "peer", "ratio")]
    for figure in figures:
        sign = "≥" if figure["better"] == "higher" else "≤"
        has_peer = figure["peer"] is not None
        goal = "" if figure["goal"] is None else f"{sign} {number(figure['goal'])}{' of the peer' if has_peer else ''}"
        rows.append(
            (
                figure["name"],
                f"{number(figure['value'])} {figure['unit']}",
                goal,
                {True: "met", False: "MISSED", None: ""}[is_met(figure)],
                f"{number(figure['peerValue'])}: {figure['peer']}" if has_peer else "",
                number(figure["ratio"]),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


@contextmanager
def edge(work):
    """nginx on a free port of the loopback, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
    template = Path(__file__).with_name("nginx.conf").read_text()
    (work / "nginx.conf").write_text(template.replace(":18081", f":{port}"))
    paths = os.environ["PATH"] + ":/usr/sbin"
    nginx = shutil.which("nginx", path=paths) or "nginx"
    server = subprocess.Popen([nginx, "-p", f"{work}/", "-e", "stderr", "-c", str(work / "nginx.conf")])
    try:
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.02)
        if server.poll() is not None:
            raise SystemExit("nginx does not start")
        yield port
    finally:
        server.terminate()
        server.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--purge", required=True, type=Path)
    parser.add_argument("--tools", required=True, type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    options = parser.parse_args()

    place = os.environ.get("TMPDIR", "/var/tmp")
    with tempfile.TemporaryDirectory(prefix="purge-bench.", dir=place) as folder:
        work = Path(folder)
        with edge(work) as port:
            bench = Bench(options.purge, options.tools, work, port, options.quick)
            for suite in ("start", "emergency", "transport", "effects", "paced", "plan", "report"):
                if not options.only or suite in options.only:
                    getattr(bench, suite)()
    show(bench.figures)
    if options.json:
        options.json.write_text(json.dumps(bench.figures, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
