"""A strict API of clips on loopback: it refuses what a real one refuses, and fails on demand.

usage: clip_api.py

Prints one line of JSON with its ports, `{"api": …, "other": …}`, and serves until its standard input closes. A request names a
file with one JSON object a line by its whole path, percent-encoded:

  /cursor/FILE    {"data": […], "pagination": {"cursor": …}}; `after`, `first`; `id` up to 100 times, without both
  /token/FILE     {"clips": […], "nextPageToken": …}; `pageToken`, `pageSize`
  /offset/FILE    {"items": […], "meta": {"total": N}}; `offset`, `limit`
  /link/FILE      […] and the header Link; `page`, `per_page`
  /whole/FILE     […]
  /oauth/token    RFC 6749 section 4.4

Beside these, a request may have `walk=NAME`, a name of its own for what is counted, and
  fail=KIND@N     the N-th request of that walk fails so, further ones separated by commas; `KIND@N-` from then on
  auth=KEY        the header X-Api-Key must be KEY
  auth=oauth      the header Authorization must carry the newest token, which lasts for `uses=N` requests
  cap=N           no page has more than N rows
  grow=N          before every request but the first, N new rows come before all others

GET /seen?walk=NAME answers with the targets and the kinds of authorisation that were seen, in order.
"""
import asyncio, base64, contextlib, json, sys, time, urllib.parse

walks = {}
tokens = {}
ports = {}
NAMES = {"cursor": ("after", "first"), "token": ("pageToken", "pageSize"), "offset": ("offset", "limit"),
         "link": ("page", "per_page"), "whole": (None, None)}
EXTRA = {"walk", "fail", "auth", "uses", "cap", "grow", "id"}


class Refusal(Exception):
    """An answer that is no page."""

    def __init__(self, status, fields=b"", body=b'{"error": "refused"}'):
        self.status, self.fields, self.body = status, fields, body


def fixed(status, body, fields=b""):
    return b"HTTP/1.1 %d Whatever\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        status, fields, len(body), body)


def one(query, name, standard=None):
    values = query.get(name, [])
    if len(values) > 1:
        raise Refusal(400)
    return values[0] if values else standard


def rows_of(path):
    """The rows as they are written: what is bad stays bad, as long as it is JSON."""
    with open(path, "rb") as file:
        return [line.strip() for line in file if line.strip()]


def check_access(query, headers):
    auth = one(query, "auth")
    if auth == "oauth":
        token = headers.get("authorization", "").removeprefix("Bearer ")
        newest = tokens.get(one(query, "walk", ""), ["", 0])
        if token != newest[0] or newest[1] <= 0:
            raise Refusal(401)
        newest[1] -= 1
    elif auth and headers.get("x-api-key") != auth:
        raise Refusal(401)


def failure(query, number):
    """What is to go wrong with the walk's request of that number."""
    for entry in filter(None, (one(query, "fail") or "").split(",")):
        kind, _, at = entry.partition("@")
        first, dash, _ = at.partition("-")
        if number == int(first) or dash and number > int(first):
            return kind
    return None


def window(kind, query, rows):
    """The rows of a page and where the next one begins; nothing after the last."""
    place, size = NAMES[kind]
    unknown = set(query) - EXTRA - {place, size}
    if unknown:
        raise Refusal(400)
    if kind == "whole":
        return rows, None
    count = int(one(query, size, "20"))
    if not 1 <= count <= 10_000:
        raise Refusal(400)
    count = min(count, int(one(query, "cap", "10000")))
    given = one(query, place)
    try:
        if given is None:
            start = 0
        elif kind in ("cursor", "token"):
            start = json.loads(base64.b64decode(given, validate=True))["at"]
        elif kind == "link":
            start = int(given) * count
        else:
            start = int(given)
    except (ValueError, KeyError):
        raise Refusal(400) from None
    following = start + count
    return rows[start:following], following if following < len(rows) else None


def sealed(start):
    return base64.b64encode(json.dumps({"at": start}).encode()).decode()


def page(kind, path, target, query, port):
    """The whole answer: its header fields and its body."""
    rows = rows_of(path)
    walk = walks[one(query, "walk", "")]
    grown = int(one(query, "grow", "0")) * (len(walk) - 1)
    rows = [b'{"id": "new-%d"}' % index for index in reversed(range(grown))] + rows
    ids = query.get("id", [])
    if ids:
        if kind != "cursor" or len(ids) > 100:
            raise Refusal(400)
        known = [row for row in rows if json.loads(row).get("id") in ids]
        return b"", b'{"data": [%s], "pagination": {}}' % b",".join(known)
    chosen, following = window(kind, query, rows)
    listed = b"[%s]" % b", ".join(chosen)
    if kind == "cursor":
        pagination = {"cursor": sealed(following)} if following else {}
        return b"", b'{"data": %s, "pagination": %s}' % (listed, json.dumps(pagination).encode())
    if kind == "token":
        token = sealed(following) if following else ""
        return b"", b'{"clips": %s, "nextPageToken": %s}' % (listed, json.dumps(token).encode())
    if kind == "offset":
        return b"", b'{"items": %s, "meta": {"total": %d}}' % (listed, len(rows))
    if kind == "link" and following:
        size = min(int(one(query, "per_page", "20")), int(one(query, "cap", "10000")))
        kept = [(name, value) for name, value in urllib.parse.parse_qsl(target.partition("?")[2]) if name != "page"]
        further = urllib.parse.urlencode(kept + [("page", following // size)])
        bare = target.partition("?")[0]
        return (b'Link: <http://127.0.0.1:%d%s?page=0>; rel="first", <http://127.0.0.1:%d%s?%s>; title="a, b"; rel="next last"\r\n'
                % (port, bare.encode(), port, bare.encode(), further.encode())), listed
    return b"", listed


def spoiled(kind, target, port):
    """What a failing request gets in place of a page; None cuts the connection in the middle of a body."""
    if kind in ("401", "403", "404", "500", "503", "204"):
        return fixed(int(kind), b"" if kind == "204" else b'{"error": "asked for"}')
    return {
        "429": lambda: fixed(429, b"{}", b"Retry-After: 0\r\n"),
        "429date": lambda: fixed(429, b"{}", b"Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nRetry-After: Thu, 01 Jan 2026 00:00:01 GMT\r\n"),
        "429reset": lambda: fixed(429, b"{}", b"Ratelimit-Reset: %d\r\n" % (time.time() + 1)),
        "429hour": lambda: fixed(429, b"{}", b"Retry-After: 3600\r\n"),
        "json": lambda: fixed(200, b"<html>Sorry</html>"),
        "half": lambda: fixed(200, b'{"data": [{"id": "a"}'),
        "array": lambda: fixed(200, b'{"error": "overloaded"}'),
        "twice": lambda: fixed(200, b'{"data": [], "data": [{"id": "a"}], "pagination": {}}'),
        "empty": lambda: fixed(200, b'{"data": [], "pagination": {}}'),
        "loop": lambda: fixed(200, b'{"data": [{"id": "x"}], "pagination": {"cursor": "again"}}'),
        "past": lambda: fixed(200, b'{"items": [], "meta": {"total": 25}}'),
        "huge": lambda: fixed(200, b"[" + b" " * (17 << 20) + b"]"),
        "redirect": lambda: fixed(302, b"", b"Location: http://127.0.0.1:%d%s\r\n" % (ports["other"], target.encode())),
        "foreign": lambda: fixed(200, b"[]", b'Link: <http://127.0.0.1:%d%s>; rel="next"\r\n' % (ports["other"], target.encode())),
    }[kind]()


async def answer(method, target, headers, body, writer):
    """Returns whether the connection goes on."""
    port = writer.get_extra_info("sockname")[1]
    bare, _, text = target.partition("?")
    query = urllib.parse.parse_qs(text, keep_blank_values=True, strict_parsing=bool(text))
    if bare == "/seen":
        writer.write(fixed(200, json.dumps(walks.get(query["walk"][0], [])).encode()))
        return True
    if bare == "/oauth/token":
        writer.write(grant(method, headers, body, query))
        return True
    walk = walks.setdefault(one(query, "walk", ""), [])
    walk.append([target, headers.get("authorization", headers.get("x-api-key", "")).partition(" ")[0]])
    kind = failure(query, len(walk))
    _, kind_of_pages, file = (bare.split("/", 2) + [""])[:3]
    if kind == "cut":
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b'{"data": [')
        await writer.drain()
        return False
    if kind == "hang":
        await asyncio.sleep(3600)
    if kind:
        writer.write(spoiled(kind, target, port))
        return True
    if method != "GET" or headers.get("accept") != "application/json" or kind_of_pages not in NAMES:
        raise Refusal(405 if method != "GET" else 406)
    check_access(query, headers)
    fields, page_body = page(kind_of_pages, urllib.parse.unquote(file), target, query, port)
    writer.write(fixed(200, page_body, fields))
    return True


def grant(method, headers, body, query):
    """A token for the client `purge` with the secret `s%cret`, by header or by form; anything else is refused."""
    form = urllib.parse.parse_qs(body.decode(), strict_parsing=True)
    basic = base64.b64encode(b"purge:s%25cret").decode()
    is_known = headers.get("authorization") == f"Basic {basic}" or (
        form.get("client_id"), form.get("client_secret")) == (["purge"], ["s%cret"])
    walk = walks.setdefault(one(query, "walk", ""), [])
    walk.append([f"token {' '.join(form.get('scope', []))}".strip(), ""])
    is_right = method == "POST" and form.get("grant_type") == ["client_credentials"]
    if not is_known or not is_right or headers.get("content-type") != "application/x-www-form-urlencoded":
        return fixed(400, b'{"error": "invalid_client"}')
    token = f"t-{len(walk)}"
    tokens[one(query, "walk", "")] = [token, int(one(query, "uses", "1000000"))]
    life = int(one(query, "life", "3600"))
    return fixed(200, json.dumps({"access_token": token, "token_type": "bearer", "expires_in": life}).encode())


async def serve(reader, writer):
    # The server's end cancels what still waits here; asyncio would print that as an error.
    ends = (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, asyncio.CancelledError)
    with contextlib.suppress(*ends):
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, target, _ = head.split(" ", 2)
            headers = {}
            for line in head.split("\r\n")[1:]:
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            try:
                goes_on = await answer(method, target, headers, body, writer)
            except Refusal as refusal:
                writer.write(fixed(refusal.status, refusal.body, refusal.fields))
                goes_on = True
            await writer.drain()
            if not goes_on:
                break
    with contextlib.suppress(Exception):
        writer.close()


async def main():
    for name in ("api", "other"):
        server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
        ports[name] = server.sockets[0].getsockname()[1]
    print(json.dumps(ports), flush=True)
    await asyncio.to_thread(sys.stdin.buffer.read)


asyncio.run(main())
