"""Caches and origins that play network faults on raw sockets, each cell of the matrix at a port of its own.

Run as a program it takes the cells in a line of JSON, prints their ports, and obeys commands until standard input
ends. The log is the truth about what arrived and what was answered.

Log lines: nanoseconds since 1970, cell, phase, method, URL's target, fault, status, bytes, idempotency key.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

from network_plays import PATIENCE, Cell, Exchange, Log, Request, reset

GATHERING = 10.0  # how long the streams of an HTTP/2 connection are gathered, where fewer come than are wanted

NGINX = """daemon off; master_process on; worker_processes 1; pid {folder}/nginx.pid;
error_log {folder}/errors; user root;
events {{ worker_connections 2048; }}
http {{
    access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{
        listen 127.0.0.1:{front} ssl http2; ssl_certificate {certificates}/good.pem;
        ssl_certificate_key {certificates}/good.key;
        location / {{ proxy_pass http://127.0.0.1:{back}; proxy_set_header Host $http_host; proxy_next_upstream off;
            proxy_read_timeout 100s; }}
    }}
}}
"""


class Server:
    """Listens for one cell; its bypass serves the same without a deny list, and plays no fault."""

    def __init__(self, cell: Cell, certificates: Path, is_bypass: bool = False) -> None:
        self.cell, self.is_bypass = cell, is_bypass
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        self.contexts = {}
        is_tls = cell.fault.startswith("tls-")
        for name in ["good"] * (is_tls or cell.is_secure and is_bypass) + [cell.fault] * is_tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificates / f"{name}.pem", certificates / f"{name}.key")
            self.contexts[name] = context
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            sock, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(sock,), daemon=True).start()

    def serve(self, sock: socket.socket) -> None:
        """One connection, to its end."""
        cell = self.cell
        try:
            with sock:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.settimeout(PATIENCE)
                is_next = cell.by_connection and not self.is_bypass and cell.order.next == cell.faulty_role
                is_faulty = is_next and cell.take()
                if is_faulty:
                    cell.order.note(cell.faulty_role, 0)
                    cell.log.write(cell.name, "met", cell.method, "", cell.fault, 0, 0, "")
                    if not self.contexts:
                        return reset(sock)
                if self.contexts:
                    context = self.contexts[cell.fault if is_faulty else "good"]
                    with context.wrap_socket(sock, server_side=True) as secure:
                        return self.talk(secure)
                self.talk(sock)
        except (OSError, ValueError):
            pass

    def talk(self, sock: socket.socket) -> None:
        """Request after request."""
        cell, served, buffer = self.cell, 0, b""
        while True:
            if cell.fault == "reset-at" and not self.is_bypass and not self.peek(sock):
                return
            while (request := Request.read(buffer)) is None:
                data = sock.recv(65536)
                if not data:
                    return
                buffer += data
            buffer = buffer[request.size:]
            exchange = Exchange(cell, sock, request, self.is_bypass)
            exchange.write("arrived", "", 0)
            if cell.streams and not self.is_bypass and self.hold(exchange):
                return
            is_loop = cell.fault == "redirect" and request.target.startswith("/loop")
            is_met = cell.is_met_by(request.method, request.target) or is_loop
            is_seen = not (cell.by_connection or cell.streams or self.is_bypass)
            if is_met and is_seen and (cell.fault != "stale" or served > 0) and cell.take():
                if not exchange.suffer():
                    return
            else:
                exchange.answer()
                if cell.by_connection:
                    return
            served += 1

    def peek(self, sock: socket.socket) -> bool:
        """Looks at a request without taking it; resets the connection in its midst where it meets the fault."""
        head = b""
        while (request := Request.read(head)) is None:
            seen = sock.recv(65536, socket.MSG_PEEK)
            if not seen:
                return False
            if seen == head:
                time.sleep(0.01)
            head = seen
        if not self.cell.is_met_by(request.method, request.target) or not self.cell.take():
            return True
        self.cell.log.write(
            self.cell.name, "met", request.method, request.target, self.cell.fault, 0, 0, request.key)
        sock.recv(10)
        reset(sock)
        return False

    def hold(self, exchange: Exchange) -> bool:
        """Keeps a stream waiting until as many as wanted are under way; then the connection to the client is lost."""
        cell = self.cell
        if not cell.is_met_by(exchange.method, exchange.target):
            return False
        with cell.lock:
            is_first = not cell.held
            if cell.is_healed or (is_first and cell.times and cell.hits >= cell.times):
                return False
            cell.held.append(exchange.sock)
            count = len(cell.held)
            if count == 1:
                cell.hits += 1
        if count % 2:
            cell.answer_to(exchange.method, exchange.target)
        exchange.write("met", cell.fault, 0)
        if is_first:
            threading.Thread(target=self.lose_soon, daemon=True).start()
        exchange.wait_for_end()
        return True

    def lose_soon(self) -> None:
        cell, end = self.cell, time.monotonic() + GATHERING
        while time.monotonic() < end and len(cell.held) < cell.streams:
            time.sleep(0.01)
        time.sleep(0.1)
        with cell.lock:
            cell.most_streams = max(cell.most_streams, len(cell.held))
            cell.lose()
            cell.held = []


class Front:
    """nginx that speaks HTTP/2 over TLS before a cell, and whose worker is killed with all its streams."""

    def __init__(self, server: Server, folder: Path, certificates: Path) -> None:
        folder.mkdir(parents=True)
        with socket.create_server(("127.0.0.1", 0)) as holder:
            self.port = holder.getsockname()[1]
        (folder / "nginx.conf").write_text(
            NGINX.format(folder=folder, front=self.port, back=server.port, certificates=certificates))
        environment = dict(os.environ, PATH=os.environ.get("PATH", "") + ":/usr/sbin")
        self.child = subprocess.Popen(
            ["nginx", "-p", str(folder), "-e", str(folder / "errors"), "-c", str(folder / "nginx.conf")],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server.cell.lose = self.lose
        end = time.monotonic() + 10
        while not self.is_listening():
            if self.child.poll() is not None or time.monotonic() > end:
                raise OSError(f"nginx does not listen: {(folder / 'errors').read_text()[-400:]}")
            time.sleep(0.02)

    def is_listening(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def lose(self) -> None:
        """Kills the workers; the master starts others."""
        for worker in Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children").read_text().split():
            os.kill(int(worker), signal.SIGKILL)

    def close(self) -> None:
        self.child.terminate()
        self.child.wait()


def obey(command: dict[str, object], cells: dict[str, Cell]) -> object:
    """Does one command of the harness."""
    if command["do"] == "heal":
        for cell in cells.values():
            cell.is_healed = True
        return "done"
    if command["do"] == "arm":
        for cell in cells.values():
            if cell.method == "UNBLOCK":
                cell.arm()
        return "done"
    if command["do"] == "figures":
        return {cell.name: [cell.hits, cell.most_sent, cell.most_streams] for cell in cells.values()}
    if command["do"] == "serves":
        links: list[list[str]] = command["links"]  # type: ignore[assignment]
        return [[name, target] for name, target in links if cells[name].serves(target)]
    if command["do"] == "refuses":
        links = command["links"]  # type: ignore[assignment]
        return [[name, target] for name, target in links if target in cells[name].refused]
    raise ValueError(f"no such command: {command['do']}")


def main() -> None:
    """Listens for every cell, tells the ports, and obeys until standard input ends."""
    given = json.loads(sys.stdin.readline())
    folder, log = Path(given["folder"]), Log(given["log"])
    cells, ports, fronts = {}, {}, []
    try:
        for spec in given["cells"]:
            cell = cells[spec["name"]] = Cell(spec, Path(given["www"]), log)
            server = Server(cell, folder)
            ports[cell.name] = server.port
            if spec["has_bypass"]:
                ports[f"{cell.name}/bypass"] = Server(cell, folder, is_bypass=True).port
            if cell.streams:
                fronts.append(Front(server, folder / cell.name, folder))
                ports[cell.name] = fronts[-1].port
        print(json.dumps(ports), flush=True)
        for line in sys.stdin:
            print(json.dumps(obey(json.loads(line), cells)), flush=True)
    finally:
        for front in fronts:
            front.close()


if __name__ == "__main__":
    main()
