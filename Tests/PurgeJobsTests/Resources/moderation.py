"""A strict stand-in of a platform's moderation API on loopback, with the clips that it publishes.

usage: moderation.py

Prints one line of JSON with its port, and ends when its standard input closes. It refuses what it was not told to take: another
credential, method, content type or body, a missing or reused idempotency key, a stale revision. Tests talk to it under /control.

    GET    /v1/clips/KEY            what it holds of a clip
    POST   /v1/clips/KEY/disable    and /restore: {"clip", "revision", "request"}; 200 or, with the mode `async`, 202
    DELETE /v1/clips/KEY            of what is disabled
    GET    /operations/N            what became of a promise
    GET    /served/KEY              what everybody sees
    GET    /rows/KEY                the same of a platform that keeps its clips in the table `clips` of the database it was told of
    GET    /files/KEY               the same of a node that serves the files of the folder that it was told of
    POST   /control                 {"put": {KEY: text}, "remove": KEY, "modes": {KEY: [MODE …]}, "finish": KEY, "database": PATH, "folder": PATH}
    GET    /control                 {"effects": [[KEY, what, idempotency key] …], "polls": {KEY: count}, "refused": [why …]}

A mode is used up by the next request for its clip that it fits; `modes` replaces those that are left. `timeout` waits until the
asker has gone. `cut` acts and hangs up. `async`, `never` and `fails` promise; `foreign` promises with a URL of another host, and
`bare` with none. `lies` says that it disables, and does not: lookups tell of a disabled clip from then on, which is served.
"""
import contextlib, json, pathlib, re, sqlite3, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

TOKEN = "Bearer nightingale"
lock = threading.Lock()
clips, modes, answers, operations, lies = {}, {}, {}, {}, set()
effects, polls, refused, revision, databases, folders = [], {}, [], [100], [], []


class Refusal(Exception):
    def __init__(self, status, why, fields=()):
        super().__init__(why)
        self.status, self.fields = status, fields


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.answer()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            if self.path == "/control":
                return self.say(200, control(json.loads(body)) if self.command == "POST" else report())
            if self.path.startswith("/served/"):
                with lock:
                    clip = clips.get(unquote(self.path.removeprefix("/served/")))
                return self.serve(clip["text"] if clip and clip["state"] == "published" else None)
            if self.path.startswith("/rows/"):
                return self.serve(row(unquote(self.path.removeprefix("/rows/"))))
            if re.fullmatch(r"/files/[a-z0-9-]+", self.path):
                return self.serve(content(self.path.removeprefix("/files/")))
            self.judge(body)
        except Refusal as refusal:
            with lock:
                refused.append(f"{refusal.status} {refusal}")
            self.say(refusal.status, {"error": str(refusal)}, refusal.fields)
        except ConnectionError:
            self.close_connection = True

    def judge(self, body):
        if self.headers.get_all("Authorization") != [TOKEN]:
            raise Refusal(401, "who are you")
        if match := re.fullmatch(r"/operations/(\d+)", self.path):
            return self.poll(int(match[1]))
        match = re.fullmatch(r"/v1/clips/([^/?]+)(/disable|/restore)?", self.path)
        if not match:
            raise Refusal(404, "no such resource")
        key, action = unquote(match[1]), (match[2] or "").removeprefix("/")
        if self.command == "GET" and not action:
            self.fail(key, "lookup-")
            return self.look(key)
        if self.command == "DELETE" and not action:
            action = "delete"
        elif self.command != "POST" or action not in ("disable", "restore"):
            raise Refusal(405, f"{self.command} is not taken here")
        self.act(key, action, body)

    def fail(self, key, prefix=""):
        """Does what the next mode of a clip says, where it is a plain failure."""
        with lock:
            mode = next(iter(modes.get(key, [])), "")
            name = mode.removeprefix(prefix)
            if not mode.startswith(prefix) or not (name.isdigit() or name in ("timeout", "error200")):
                return
            modes[key].pop(0)
        if name == "timeout":
            time.sleep(1.5)
            raise ConnectionError
        if name == "error200":
            self.say(200, {"result": "error", "error": "the database is away"})
            raise ConnectionError
        raise Refusal(int(name), "told to fail", [("Retry-After", "1")] if name in ("429", "503") else ())

    def look(self, key):
        with lock:
            clip = clips.get(key)
            if clip is None:
                raise Refusal(404, "no such clip")
            state = "disabled" if key in lies else clip["state"]
            told = {"clip": {"status": state, "bytes": len(clip["text"])}}
            mark = clip["revision"]
        self.say(200, told, [("ETag", mark)])

    def act(self, key, action, body):
        request = self.headers.get("Idempotency-Key") or ""
        if not re.fullmatch("[0-9a-f]{32}", request):
            raise Refusal(400, "no idempotency key")
        with lock:
            clip = clips.get(key)
            mode = next(iter(modes.get(key, [])), "")
        if action == "delete":
            if body:
                raise Refusal(400, "a DELETE has no body here")
            mark = self.headers.get("If-Match")
        else:
            if self.headers.get("Content-Type") != "application/json":
                raise Refusal(415, "JSON alone is taken")
            told = json.loads(body)
            if set(told) != {"clip", "revision", "request"} or told["clip"] != key or told["request"] != request:
                raise Refusal(422, "not the body that this takes")
            mark = told["revision"]
        said = (action, key, mark)
        with lock:
            earlier = answers.get(request)
        if earlier and earlier[0] != said:
            raise Refusal(422, "the idempotency key was used for something else")
        self.fail(key)
        if clip is None:
            raise Refusal(404, "no such clip")
        if mark != clip["revision"]:
            raise Refusal(412, "another revision is there")
        if action == "delete" and clip["state"] != "disabled":
            raise Refusal(409, "it is published")
        with lock:
            effects.append([key, action, request])
        if earlier:
            return self.say(*earlier[1])
        if mode in ("async", "never", "fails", "foreign", "bare"):
            answer = self.promise(key, action, mode)
        else:
            answer = (200, {"result": "ok" if mode == "lies" else carry_out(key, action)})
        with lock:
            answers[request] = (said, answer)
            if mode and not mode.startswith("lookup-"):
                modes[key].pop(0)
            if mode == "lies":
                lies.add(key)
        if mode == "cut":
            raise ConnectionError
        self.say(*answer)

    def promise(self, key, action, mode):
        with lock:
            number = len(operations) + 1
            operations[number] = {"key": key, "action": action, "mode": mode, "left": 2}
        place = {"foreign": f"http://elsewhere.test:{self.server.server_port}/operations/{number}"}
        fields = [] if mode == "bare" else [("Location", place.get(mode, f"/operations/{number}"))]
        return (202, {"operation": number}, fields)

    def poll(self, number):
        with lock:
            operation = operations.get(number)
            if operation is None:
                raise Refusal(404, "no such operation")
            key = operation["key"]
            polls[key] = polls.get(key, 0) + 1
            if operation["mode"] == "async":
                operation["left"] -= 1
            is_due = operation["mode"] == "async" and operation["left"] <= 0
        self.fail(key, "poll-")
        if is_due:
            carry_out(key, operation["action"])
        state = {"fails": "failed"}.get(operation["mode"], "succeeded" if is_due else "running")
        self.say(200, {"state": state}, [("Retry-After", "0")] if state == "running" else [])

    def serve(self, text):
        if text is None:
            return self.say(404, {"error": "gone"})
        text = text.encode()
        first, last, status = 0, len(text) - 1, 200
        if match := re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range") or ""):
            first, last, status = int(match[1]), min(int(match[2]), last), 206
        part = text[first : last + 1]
        self.send_response(status)
        if status == 206:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(text)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def say(self, status, value, fields=()):
        text = json.dumps(value).encode()
        self.send_response(status)
        for name, field in fields:
            self.send_header(name, field)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def row(key):
    with contextlib.closing(sqlite3.connect(databases[-1], timeout=10)) as database:
        found = database.execute("SELECT body FROM clips WHERE slug = ? AND is_published = 1", (key,)).fetchone()
    return found[0] if found else None


def content(name):
    try:
        return (pathlib.Path(folders[-1]) / name).read_text()
    except OSError:
        return None


def carry_out(key, action):
    with lock:
        clip = clips.get(key)
        if clip is None:
            return "none"
        if action == "delete":
            del clips[key]
            return "ok"
        wanted = {"disable": "disabled", "restore": "published"}[action]
        if clip["state"] == wanted:
            return "already"
        clip["state"] = wanted
        return "ok"


def control(order):
    with lock:
        for key, text in order.get("put", {}).items():
            revision[0] += 1
            clips[key] = {"text": text, "state": "published", "revision": f"r{revision[0]}"}
        if key := order.get("remove"):
            clips.pop(key, None)
        modes.update(order.get("modes", {}))
        folders.extend([order["folder"]] if "folder" in order else [])
        databases.extend([order["database"]] if "database" in order else [])
    if key := order.get("finish"):
        for operation in operations.values():
            if operation["key"] == key:
                carry_out(key, operation["action"])
                operation["mode"] = "async"
                operation["left"] = 0
    return {}


def report():
    with lock:
        return {"effects": effects, "polls": polls, "refused": refused}


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
sys.stdin.read()
