"""The faults themselves, as they are played on a raw socket: what a place holds, and how it answers or does not."""

from __future__ import annotations

import email.utils
import gzip
import io
import json
import os
import socket
import struct
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

PATIENCE = 100.0  # no connection is held for longer
TEN_YEARS = 315_360_000
GIGABYTE = 1 << 30
REASONS = {200: "OK", 206: "Partial Content", 302: "Found", 404: "Not Found", 429: "Too Many Requests", 451: "Blocked"}
BESIDE = ("BLOCK", "UNBLOCK")  # what is sent beside a clip's other effects
STORM = (500, 502, 503, 504)


def _bomb() -> bytes:
    """A gigabyte of nothing, packed."""
    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=1) as packer:
        for _ in range(64):
            packer.write(bytes(GIGABYTE // 64))
    return target.getvalue()


class Log:
    """What arrived and what was answered, of all cells."""

    def __init__(self, path: str) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def write(self, *fields: object) -> None:
        os.write(self.file, json.dumps([time.time_ns(), *fields]).encode() + b"\n")


class Order:
    """Tells what the next connection is for, where a fault is met before any request: one clip, one thing at a time.

    After the effects each round of a run asks for a control, then for the link and, where that was dark, for a control
    again.
    """

    def __init__(self, effects: list[str]) -> None:
        self.effects, self.is_after, self.is_link = list(effects), False, False

    @property
    def next(self) -> str:
        return self.effects[0] if self.effects else "Reported" if self.is_link else "Control"

    def note(self, role: str, status: int) -> None:
        """Takes in what came, with how it was answered; 0 where it was not."""
        if role == "Reported":
            self.is_link, self.is_after = False, status == 404
        elif role == "Control":
            self.is_link, self.is_after = not self.is_after, False
        elif self.effects[:1] == [role] and (status or role in BESIDE and len(self.effects) > 2):
            # Before what is sent beside the others comes again, they come.
            self.effects.pop(0)


class Cell:
    """One place: what it holds, and the fault that one kind of request meets there."""

    def __init__(self, spec: dict[str, object], www: Path, log: Log) -> None:
        self.name, self.fault = str(spec["name"]), str(spec["fault"])
        self.method, self.of = str(spec["method"]), str(spec["of"])
        self.is_cache, self.by_connection = bool(spec["is_cache"]), bool(spec["by_connection"])
        self.acts, self.times, self.streams = bool(spec["acts"]), int(str(spec["times"])), int(str(spec["streams"]))
        self.is_secure, self.effects = bool(spec["is_secure"]), list(spec["order"])  # type: ignore[call-overload]
        self.www, self.log, self.lock = www, log, threading.Lock()
        self.forgotten: set[str] = set()
        self.refused: set[str] = set()  # links on its deny list
        self.revoked: set[str] = set()
        self.order = Order([] if self.method == "UNBLOCK" else self.effects)
        self.hits = self.most_sent = self.most_streams = 0
        self.is_healed = False
        self.held: list[socket.socket] = []
        self.lose: Callable[[], None] = lambda: None

    def is_met_by(self, method: str, target: str) -> bool:
        return method == self.method and target.startswith(f"/{self.of}")

    def take(self) -> bool:
        """Whether the fault is played once more."""
        with self.lock:
            if self.is_healed or (self.times and self.hits >= self.times):
                return False
            self.hits += 1
            return True

    def arm(self) -> None:
        """What comes from now on brings back what was taken down."""
        self.order = Order(self.effects)

    def role(self, method: str, target: str) -> str:
        return method if method != "GET" else "Reported" if target.startswith("/Reported") else "Control"

    @property
    def faulty_role(self) -> str:
        return self.role(self.method, f"/{self.of}")

    def serves(self, target: str) -> bool:
        """Whether it answers with the clip's bytes: from its copy, or because the origin still has them."""
        if self.is_cache and target not in self.forgotten:
            return target.startswith(("/Reported", "/Control"))
        is_there = (self.www / target.split("/")[1]).exists()
        if is_there:
            self.forgotten.discard(target)
        return is_there

    def answer_to(self, method: str, target: str, is_bypass: bool = False) -> int:
        """Does what is asked, and says how that is answered where nothing goes wrong."""
        with self.lock:
            if method in ("PURGE", "BAN", "TAG"):
                self.forgotten.add(f"{target}/0" if method == "TAG" else target)
            elif method == "BLOCK":
                self.refused.add(target)
            elif method == "UNBLOCK":
                self.refused.discard(target)
            elif method == "POST" and target in self.revoked:
                return 404
            elif method == "POST":
                self.revoked.add(target)
            elif target in self.refused and not is_bypass:
                return 451
            else:
                return 206 if self.serves(target) else 404
            return 200


@dataclass(frozen=True)
class Request:
    """A request, by its method and what it is about; of a tag and of a revocation that is the clip."""

    method: str
    target: str
    key: str
    size: int

    @staticmethod
    def read(data: bytes) -> Request | None:
        """The first request in some bytes; none while it is not there to its end."""
        head, end, rest = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        fields = {name.lower(): value.strip() for name, _, value in pairs}
        length = int(fields.get("content-length", 0))
        if not end or len(rest) < length:
            return None
        method, target, _ = first.split(" ", 2)
        if (method, target) == ("PURGE", "/") and "xkey-purge" in fields:
            method, target = "TAG", "/" + fields["xkey-purge"].removeprefix("clip-")
        elif (method, target) == ("POST", "/revoke") and fields.get("content-type") == "application/json":
            target = "/" + json.loads(rest[:length])["clip"]
        return Request(method, target, fields.get("idempotency-key", ""), len(head) + len(end) + length)


class Exchange:
    """One request on a connection, and the ways to answer it."""

    def __init__(self, cell: Cell, sock: socket.socket, request: Request, is_bypass: bool) -> None:
        self.cell, self.sock, self.is_bypass = cell, sock, is_bypass
        self.method, self.target, self.key = request.method, request.target, request.key

    def write(self, phase: str, fault: str, status: int, size: int = 0) -> None:
        self.cell.log.write(self.cell.name, phase, self.method, self.target, fault, status, size, self.key)

    def mark(self, status: int) -> str:
        """The header without which an answer says nothing of a tag or of a deny list."""
        marks = {("TAG", 200): "xkey-purged: 1", ("BLOCK", 200): "X-Purge-Block: 1",
                 ("UNBLOCK", 200): "X-Purge-Block: 0", ("GET", 451): "X-Purge-Block: 1"}
        mark = marks.get((self.method, status))
        return f"{mark}\r\n" if mark else ""

    def head(self, status: int, length: object, more: str = "") -> bytes:
        more = ("Connection: close\r\n" if self.cell.by_connection else "") + self.mark(status) + more
        return f"HTTP/1.1 {status} {REASONS.get(status, 'So')}\r\nContent-Length: {length}\r\n{more}\r\n".encode()

    def answer(self) -> None:
        """Answers as it should."""
        status = self.cell.answer_to(self.method, self.target, self.is_bypass)
        if not self.is_bypass:
            # Before the answer leaves: the next connection may come as soon as it is read.
            self.cell.order.note(self.cell.role(self.method, self.target), status)
        body = b"bytes of a clip " * 20 if status == 206 else b"gone\n"
        more = f"Content-Range: bytes 0-{len(body) - 1}/{len(body)}\r\n" if status == 206 else ""
        self.write("answered", "", status)
        self.sock.sendall(self.head(status, len(body), more) + body)

    def suffer(self) -> bool:
        """Plays the cell's fault; says whether the connection goes on."""
        status = self.cell.answer_to(self.method, self.target) if self.cell.acts else 0
        self.write("met", self.cell.fault, 0)
        return bool(PLAYS[self.cell.fault](self, status))

    def pour(self, begin: bytes, chunk: Callable[[int], bytes], limit: int) -> None:
        """Sends until the other side has had enough."""
        sent, number = 0, 0
        try:
            self.sock.sendall(begin)
            while sent < limit:
                piece = chunk(number)
                self.sock.sendall(piece)
                sent, number = sent + len(piece), number + 1
        finally:
            with self.cell.lock:
                self.cell.most_sent = max(self.cell.most_sent, sent)
            self.write("sent", self.cell.fault, 0, sent)

    def wait_for_end(self) -> None:
        """Until the other side goes away."""
        self.sock.settimeout(PATIENCE)
        while self.sock.recv(65536):
            pass


def reset(sock: socket.socket) -> None:
    """Ends a connection with RST."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def play_reset(exchange: Exchange, _: int) -> None:
    reset(exchange.sock)


def play_silence(exchange: Exchange, _: int) -> None:
    exchange.wait_for_end()


def play_trickle(exchange: Exchange, status: int) -> None:
    for byte in exchange.head(status, 4000) + bytes(4000):
        exchange.sock.sendall(bytes([byte]))
        time.sleep(1)


def play_half_close(exchange: Exchange, _: int) -> None:
    exchange.sock.shutdown(socket.SHUT_WR)
    exchange.wait_for_end()


def play_short_body(exchange: Exchange, status: int) -> None:
    exchange.sock.sendall(exchange.head(status, 1000) + b"0123456789")


def play_small_length(exchange: Exchange, status: int) -> bool:
    exchange.write("answered", exchange.cell.fault, status)
    exchange.sock.sendall(exchange.head(status, 2) + b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nfoo")
    return True


def play_negative_length(exchange: Exchange, status: int) -> None:
    exchange.write("answered", exchange.cell.fault, status)
    exchange.sock.sendall(exchange.head(status, -5) + b"0123456789")


def play_status(exchange: Exchange, status: int, more: str = "") -> bool:
    exchange.write("answered", exchange.cell.fault, status)
    exchange.sock.sendall(exchange.head(status, 3, more) + b"no\n")
    return True


def play_years(exchange: Exchange, _: int) -> bool:
    return play_status(exchange, 429, f"Retry-After: {TEN_YEARS}\r\n")


def play_date(exchange: Exchange, _: int) -> bool:
    date, now = (email.utils.formatdate(time.time() + pause, usegmt=True) for pause in (2, 0))
    return play_status(exchange, 429, f"Date: {now}\r\nRetry-After: {date}\r\n")


def play_redirect(exchange: Exchange, _: int) -> bool:
    number = int(exchange.target.rsplit("/", 1)[-1]) + 1 if exchange.target.startswith("/loop") else 0
    return play_status(exchange, 302, f"Location: /loop/{number % 3}\r\n")


def play_gigabyte(exchange: Exchange, status: int) -> None:
    exchange.write("answered", exchange.cell.fault, status)
    exchange.pour(exchange.head(status, GIGABYTE), lambda _: bytes(65536), GIGABYTE)


def play_gzip_bomb(exchange: Exchange, status: int) -> None:
    exchange.write("answered", exchange.cell.fault, status)
    head = exchange.head(status, len(BOMB), "Content-Encoding: gzip\r\n")
    exchange.pour(head, lambda number: BOMB[number << 16:(number + 1) << 16], len(BOMB))


def play_header_bomb(exchange: Exchange, status: int) -> None:
    head = f"HTTP/1.1 {status} {REASONS.get(status, 'So')}\r\n".encode()
    exchange.pour(head, lambda number: f"X-Endless-{number}: {'h' * 1000}\r\n".encode(), GIGABYTE)


BOMB = _bomb()
PLAYS: dict[str, Callable[[Exchange, int], object]] = {
    "reset-at": play_reset, "reset-after": play_reset, "silence": play_silence, "trickle": play_trickle,
    "half-close": play_half_close, "short-body": play_short_body, "length-small": play_small_length,
    "length-negative": play_negative_length,
    "wait-seconds": lambda exchange, _: play_status(exchange, 429, "Retry-After: 1\r\n"), "wait-date": play_date,
    "wait-absent": lambda exchange, _: play_status(exchange, 429),
    "wait-negative": lambda exchange, _: play_status(exchange, 429, "Retry-After: -5\r\n"), "wait-years": play_years,
    "storm": lambda exchange, _: play_status(exchange, STORM[exchange.cell.hits % len(STORM)]),
    "gigabyte": play_gigabyte, "gzip-bomb": play_gzip_bomb, "header-bomb": play_header_bomb,
    "redirect": play_redirect, "stale": lambda exchange, _: None,
}
