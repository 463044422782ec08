"""A loopback HTTP/1.1 server that misbehaves on demand and keeps the truth about what it was sent.

usage: loopback.py CERTIFICATE KEY [NGINX]

Prints one line of JSON with its ports, then serves until its standard input closes. With NGINX, a program's name, it also
runs that nginx (HTTP/2 over TLS, answers 404) in a temporary directory, and a relay before it that cuts every
connection after 150 ms.
"""
import asyncio, contextlib, email.utils, json, os, shutil, socket, ssl, struct, subprocess, sys, tempfile, time, warnings

warnings.simplefilter("ignore", DeprecationWarning)
seen = {}
connections = 0
ports = {}


def reset(writer):
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def fixed(body, fields=b"", status=b"200 OK"):
    return b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s" % (status, fields, len(body), body)


CANNED = {
    "/redirect": fixed(b"", b"Location: /echo\r\n", b"302 Found"),
    "/hints": b"HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" + fixed(b"x", b"X-Late: 1\r\n"),
    "/continue": b"HTTP/1.1 100 Continue\r\n\r\n" + fixed(b"x"),
    "/cookie": fixed(b"", b"Set-Cookie: a=b; Path=/\r\nAlt-Svc: h3=\":443\"; ma=86400\r\n"
                          b"Strict-Transport-Security: max-age=31536000\r\n"),
    "/twice": fixed(b"", b"X-Tag: one\r\nx-tag:  two \r\nX-Tagged: no\r\n"),
    "/gzip": fixed(b"\x1f\x8bnot really", b"Content-Encoding: gzip\r\n"),
    "/bomb": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"a" * 1000) for i in range(1000))
             + b"Content-Length: 0\r\n\r\n",
    "/bombline": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000_000 + b"\r\nContent-Length: 0\r\n\r\n",
    "/trailer": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-After\r\n\r\n"
                b"2\r\nok\r\n0\r\nX-After: 1\r\n\r\n",
    "/empty": fixed(b""),
    "/partial": fixed(b"0123456789", b"Content-Range: bytes 0-9/100\r\n", b"206 Partial Content"),
    "/notmodified": b"HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n",
}
FINAL = {
    "/short": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789",
    "/shortchunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n0123456789",
    "/badchunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n",
    "/garbage": b"SSH-2.0-server\r\n",
    "/silence": b"",
    "/until-close": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nbody",
}


def act(role, head, count):
    """What a link of an edge answers, by what its clip is called; `count` is how often it was asked for."""
    lit, dark = fixed(b"z" * 3000), fixed(b"no", b"", b"404 Not Found")
    refused, is_signed = fixed(b"", b"", b"403 Forbidden"), b"sig=" in head.split(b" ", 2)[1]
    return {
        "lit": lit,
        "old": fixed(b"z", b"Age: 3600\r\n"),
        "origin": lit if b"\r\norigin:" in head.lower() else dark,
        "plain": dark if b"\r\norigin:" in head.lower() else lit,
        "fades": lit if count == 1 else dark,
        "tagged": fixed(b"gone", b"ETag: \"gone\"\r\n"),
        "moved": fixed(b"", b"Location: /x/lit\r\n", b"302 Found"),
        "farewell": fixed(b"", b"Location: /gone/farewell\r\n", b"302 Found"),
        "signed": lit if is_signed else refused,
        "sealed": dark if is_signed else refused,
        "limbo": fixed(b"", b"Location: /x/dark\r\n", b"302 Found"),
    }.get(role.partition("-")[0], dark)


def part(head, whole, fields):
    """The bytes that a request asks for, as a server that knows ranges answers."""
    wanted = head.lower().partition(b"\r\nrange: bytes=")[2].partition(b"\r\n")[0]
    if not wanted:
        return fixed(whole, fields)
    first, last = (int(number) for number in wanted.split(b"-"))
    last = min(last, len(whole) - 1)
    fields += b"Content-Range: bytes %d-%d/%d\r\n" % (first, last, len(whole))
    return fixed(whole[first:last + 1], fields, b"206 Partial Content")


def clip(name, head, is_second):
    """A clip's link at one of two edges, by what its id begins with: lit, gone, moved, hostile, or lost its first slice.

    The first edge refuses what begins with `blocked`, as a deny list does; the second shows what is behind: `lit`, `gone`, `down`.
    """
    whole = b"z" * 10000
    if name.startswith("blocked") and not is_second:
        return fixed(b"", b"X-Purge-Block: 1\r\n", b"451 Unavailable For Legal Reasons")
    if name.startswith("blocked-down"):
        return fixed(b"", b"", b"503 Service Unavailable")
    name = name.removeprefix("blocked-")
    if name.startswith("varied"):
        return part(head, whole, b"Vary: Accept-Language , ORIGIN\r\n")
    if name.startswith("lit"):
        return part(head, whole, b"Content-Type: video/mp4\r\nETag: \"e1\"\r\nAge: 600\r\nServer: here\r\n"
                                 b"Via: 1.1 one\r\nVia: 1.1 two\r\nX-Cache: HIT\r\n")
    if name.startswith("moved"):
        return fixed(b"", b"Location: https://copy.test/secret/path\r\n", b"302 Found")
    if name.startswith("hostile"):
        return part(head, whole, b"Content-Type: video\x1b[2J\r\nX-Cache: a\xe2\x80\xaeb\x9b\r\n"
                                 b"ETag: \"http://evil.test/\x07\"\r\nServer: " + b"s" * 5000 + b"\r\n")
    if name.startswith("sliced") and (is_second or b"bytes=0-" not in head):
        return part(head, whole, b"")
    return fixed(b"gone", b"X-Cache: MISS\r\n", b"404 Not Found")


async def endless(writer, first, piece):
    writer.write(first)
    while True:
        writer.write(piece)
        await writer.drain()


async def answer(path, head, body, reader, writer, number, connection):
    """Returns whether the connection goes on."""
    name, _, query = path.partition("?")
    if name in CANNED:
        writer.write(CANNED[name])
    elif name in FINAL:
        writer.write(FINAL[name])
        await writer.drain()
        return False
    elif name == "/reset":
        reset(writer)
        return False
    elif name == "/chunks":
        first = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        await endless(writer, first, b"4000\r\n" + b"z" * 0x4000 + b"\r\n")
    elif name == "/storm":
        await endless(writer, b"", b"HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" * 20)
    elif name == "/slow":
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            writer.write(b"z")
            await writer.drain()
            await asyncio.sleep(0.2)
    elif name == "/hang":
        await reader.read()
        return False
    elif name == "/bytes":
        writer.write(fixed(b"z" * int(query)))
    elif name == "/status":
        code, _, after = query.partition("&")
        if after == "date":
            after = email.utils.formatdate(time.time() + 60, usegmt=True)
        field = b"Retry-After: %s\r\n" % after.encode() if after else b""
        writer.write(fixed(b"x", field, code.encode() + b" Whatever"))
    elif name.startswith("/once"):
        if number > 1:
            return False
        writer.write(fixed(b"x"))
    elif name == "/farewell":
        writer.write(fixed(b"x"))
        await writer.drain()
        return False
    elif name.startswith("/x/"):
        writer.write(act(name[3:], head, seen[path]))
    elif name.startswith("/edge/"):
        port = writer.get_extra_info("sockname")[1]
        writer.write(clip(name.removeprefix("/edge/"), head, port == ports["second"]))
    elif name == "/seen":
        writer.write(fixed(str(seen.get(query, 0)).encode()))
    else:
        writer.write(fixed(head + body, b"X-Connection: %d\r\n" % connection))
    await writer.drain()
    return True


async def serve(reader, writer):
    global connections
    connections += 1
    connection = connections
    number = 0
    # The server's end cancels what still waits here; asyncio would print that as an error.
    ends = (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, asyncio.CancelledError)
    with contextlib.suppress(*ends):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            number += 1
            path = head.split(b" ", 2)[1].decode("latin-1")
            seen[path] = seen.get(path, 0) + 1
            length = 0
            for line in head.split(b"\r\n"):
                field, _, value = line.partition(b":")
                if field.lower() == b"content-length":
                    length = int(value)
            body = await reader.readexactly(length)
            if not await answer(path, head, body, reader, writer, number, connection):
                break
    with contextlib.suppress(Exception):
        writer.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_nginx(nginx, folder, certificate, key):
    port = free_port()
    with open(os.path.join(folder, "nginx.conf"), "w") as file:
        file.write(f"""
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; keepalive_requests 1000000;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{
        listen 127.0.0.1:{port} ssl http2;
        ssl_certificate {certificate}; ssl_certificate_key {key};
        location /echo {{ add_header X-Target $request_uri always; add_header X-Host $http_host always; return 200 "$request_method"; }}
        location / {{ return 404; }}
    }}
    server {{
        listen 127.0.0.1:{port} ssl http2; server_name goaway.test;
        ssl_certificate {certificate}; ssl_certificate_key {key};
        keepalive_requests 20;
        location / {{ return 404; }}
    }}
}}
""")
    search = os.environ.get("PATH", "") + ":/usr/sbin"
    command = [shutil.which(nginx, path=search), "-p", folder, "-c", os.path.join(folder, "nginx.conf"), "-e", os.path.join(folder, "error.log")]
    process = subprocess.Popen(command)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port, process
        time.sleep(0.02)
    raise SystemExit("nginx does not listen")


def relay(port):
    async def serve_relay(reader, writer):
        peer, sink = await asyncio.open_connection("127.0.0.1", port)

        async def pump(source, target):
            with contextlib.suppress(Exception):
                while data := await source.read(65536):
                    target.write(data)
                    await target.drain()

        pumps = [asyncio.create_task(pump(reader, sink)), asyncio.create_task(pump(peer, writer))]
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0.15)
            reset(writer)
            sink.transport.abort()
            await asyncio.wait(pumps)

    return serve_relay


async def main(folder):
    certificate, key = sys.argv[1:3]
    process = None
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    old.load_cert_chain(certificate, key)
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    for name, context in [("plain", None), ("second", None), ("tls", tls), ("oldTLS", old)]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context, limit=1 << 20)
        ports[name] = server.sockets[0].getsockname()[1]
    if len(sys.argv) > 3:
        ports["http2"], process = start_nginx(sys.argv[3], folder, certificate, key)
        server = await asyncio.start_server(relay(ports["http2"]), "127.0.0.1", 0)
        ports["relay"] = server.sockets[0].getsockname()[1]
    print(json.dumps(ports), flush=True)
    try:
        await asyncio.to_thread(sys.stdin.buffer.read)
    finally:
        if process:
            process.kill()  # SIGTERM may be blocked: the mask is inherited
            process.wait()


try:
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(main(temporary))
finally:
    # The folder with the certificate was made for this server.
    shutil.rmtree(os.path.dirname(sys.argv[1]), ignore_errors=True)
