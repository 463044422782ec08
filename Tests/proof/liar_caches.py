"""Real caches with a lie in their configuration: one nginx, with an origin and a server for each kind."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path

MODULE = "/usr/lib/nginx/modules/ngx_http_cache_purge_module.so"
KEY = "$server_port$host${request_uri}"
# A purge that does what it says; see docs/decisions/0012 for its form.
PURGE = "error_page 418 = @purge; if ($request_method = PURGE) {{ return 418; }}\n" \
        "        location @purge {{ proxy_cache_purge clips {key}; }}"
HONEST = PURGE.format(key=KEY)
OTHER_KEY = PURGE.format(key="$server_port$host/other${request_uri}")
FIRST_SLICE = PURGE.format(key=f"{KEY}bytes=0-1023")
NO_PURGE = "if ($request_method = PURGE) { return 200; }"
FILL = "proxy_cache clips; proxy_cache_key {key}; proxy_cache_valid 200 206 {valid}; " \
       "proxy_set_header Host $http_host; proxy_pass http://127.0.0.1:{origin};"

PREFACE = """load_module {module};
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
user root;
events {{ worker_connections 2048; }}
http {{
    access_log off; absolute_redirect off; keepalive_requests 1000000; default_type video/mp4;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    proxy_cache_path {folder}/cache keys_zone=clips:4m inactive=1h use_temp_path=off;
    limit_req_zone $server_port zone=few:1m rate=40r/s;
    limit_req_zone $server_port zone=none:1m rate=1r/m;
    limit_req_status 429;
    map $request_uri $clip {{ default ""; "~^/clip/(?<id>[^/?]+)" $id; }}
    server {{ listen 127.0.0.1:{origin}; root {www}; }}
"""


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens at now."""
    holders = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [holder.getsockname()[1] for holder in holders]
    for holder in holders:
        holder.close()
    return ports


def _servers(origin: int, tier: int, refill: int) -> dict[str, str]:
    """What stands in the server block of each kind of cache."""
    def fill(key: str = KEY, valid: str = "1h", to: int = origin, more: str = "") -> str:
        return "location / { " + FILL.format(key=key, valid=valid, origin=to) + more + " }"

    gone = "error_page 404 = @gone; proxy_intercept_errors on; "
    return {
        "honest": f"{HONEST} {fill()}",
        "tardy": f"{HONEST} {fill()}",
        "says-200": f"{NO_PURGE} {fill()}",
        "other-key": f"{OTHER_KEY} {fill()}",
        "firewall": f"{HONEST} if ($http_user_agent ~ purge) {{ return 403; }} {fill()}",
        "placeholder": HONEST + " location @gone { add_header ETag '\"gone-page\"' always; return 200 \"no longer here\"; } "
        + "error_page 404 =200 @gone; " + fill(more=" proxy_intercept_errors on;"),
        "farewell": HONEST + " location @gone { return 302 /unavailable?clip=$clip; } "
        + "location /unavailable { return 404; } " + fill(more=" " + gone),
        "moved": f"{NO_PURGE} location ~ Abusive {{ return 302 /clip/InnocentSlug00000; }} {fill()}",
        "head-404": f"{NO_PURGE} if ($request_method = HEAD) {{ return 404; }} {fill()}",
        "nothing": f"{NO_PURGE} location / {{ return 404; }}",
        "anything": f"{HONEST} error_page 404 =200 @page; location @page {{ return 200 \"welcome\"; }} "
        + fill(more=" proxy_intercept_errors on;"),
        "stale": f"{NO_PURGE} {fill(valid='1s', more=' proxy_cache_use_stale error timeout http_404 http_500;')}",
        "throttled": f"{HONEST} {fill(more=' limit_req zone=none;')}",
        "busy": f"{HONEST} {fill(more=' limit_req zone=few burst=5 nodelay;')}",
        "vary": f"{HONEST} {fill(key=KEY + '$http_origin')}",
        "slices": f"{FIRST_SLICE} location / {{ slice 1k; proxy_set_header Range $slice_range; "
        + FILL.format(key=KEY + "$slice_range", valid="1h", origin=origin) + " }",
        "broken": f"{NO_PURGE} location / {{ return 500; }}",
        "tier": f"{HONEST} {fill(to=tier)}",
        "refill": f"{HONEST} {fill(to=refill)}",
    }


SIGNED = """secure_link $arg_md5,$arg_expires; secure_link_md5 "$secure_link_expires$uri {key}";
        location / {{ if ($secure_link = "") {{ return 403; }} if ($secure_link = "0") {{ return 410; }} {fill} }}"""
SIGNING_KEY = "a key that no edge is ever sent"
SIGNED_KEY = "$server_port$host$uri"


def _signed(origin: int) -> dict[str, str]:
    """Caches that serve what is freshly signed alone; one of them forgets nothing."""
    body = SIGNED.format(key=SIGNING_KEY, fill=FILL.format(key=SIGNED_KEY, valid="1h", origin=origin))
    return {"signed": PURGE.format(key=SIGNED_KEY) + " " + body, "signed-stale": f"{NO_PURGE} {body}"}


CERTIFICATES = {"tls-good": ("tls.test", 2), "tls-expired": ("tls.test", -1), "tls-other-name": ("other.test", 2)}


class Caches:
    """The nginx with all of them; ended by `close`."""

    def __init__(self, folder: Path, www: Path, tier: int, refill: int) -> None:
        self.folder = folder
        (folder / "cache").mkdir(parents=True)
        self.origin = free_ports(1)[0]
        servers = _servers(self.origin, tier, refill)
        servers |= _signed(self.origin)
        names = list(servers) + list(CERTIFICATES) + ["tls-self-signed"]
        self.ports = dict(zip(names, free_ports(len(names))))
        self._make_certificates()
        text = PREFACE.format(module=MODULE, folder=folder, origin=self.origin, www=www)
        for name, body in servers.items():
            listen = f"listen 127.0.0.1:{self.ports[name]}"
            text += f"    server {{ {listen} default_server; return 404; }}\n"
            text += f"    server {{ {listen}; server_name clips.test signed.test;\n        {body}\n    }}\n"
        for name in list(CERTIFICATES) + ["tls-self-signed"]:
            text += f"    server {{ listen 127.0.0.1:{self.ports[name]} ssl; root {www}; " \
                    f"ssl_certificate {folder}/{name}.pem; ssl_certificate_key {folder}/{name}.key; }}\n"
        (folder / "nginx.conf").write_text(text + "}\n")
        self._start()

    @property
    def authority(self) -> Path:
        return self.folder / "authority.pem"

    def close(self) -> None:
        self.child.terminate()
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    def _start(self) -> None:
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        command = [program, "-p", str(self.folder), "-e", str(self.folder / "error.log"), "-c", str(self.folder / "nginx.conf")]
        self.child = subprocess.Popen(command)
        deadline = time.monotonic() + 10
        while self.child.poll() is None and time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.origin)) == 0:
                    return
            time.sleep(0.02)
        raise OSError(f"nginx does not listen: {(self.folder / 'error.log').read_text()[-800:]}")

    def _make_certificates(self) -> None:
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        self._openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=Authority", "-keyout", "authority.key", "-out", "authority.pem")
        self._openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=tls.test", "-addext", "subjectAltName=DNS:tls.test",
                      "-keyout", "tls-self-signed.key", "-out", "tls-self-signed.pem")
        for name, (host, days) in CERTIFICATES.items():
            (self.folder / "names").write_text(f"subjectAltName=DNS:{host}\nbasicConstraints=critical,CA:FALSE\n")
            self._openssl("req", *key, "-subj", f"/CN={host}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
            self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
                          "-CAcreateserial", "-days", str(days), "-extfile", "names", "-out", f"{name}.pem")

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)
