"""A strict mail server (RFC 5321, STARTTLS of RFC 3207, AUTH PLAIN of RFC 4954) on loopback, that says what it was given.

usage: mail.py CERTIFICATE KEY

Prints one line of JSON with its ports, then one for each mail it took, until its standard input closes. It takes no password
and, on the port `strict`, no mail, before TLS; the one account is purge with the password "sesame". Recipients at refused.test are
unknown; mail to hang.test is never answered.
"""
import asyncio, base64, contextlib, json, ssl, sys

LOGIN = base64.b64encode(b"\0purge\0sesame").decode()


class Session:
    def __init__(self, reader, writer, context, is_encrypted, is_strict):
        self.reader, self.writer, self.context = reader, writer, context
        self.is_encrypted, self.is_strict = is_encrypted, is_strict
        self.user, self.sender, self.recipients, self.has_greeted = None, None, [], False

    async def say(self, *lines):
        for number, (code, text) in enumerate(lines):
            mark = "-" if number < len(lines) - 1 else " "
            self.writer.write(f"{code}{mark}{text}\r\n".encode())
        await self.writer.drain()

    async def line(self):
        line = await self.reader.readuntil(b"\n")
        if not line.endswith(b"\r\n") or b"\n" in line[:-2] or len(line) > 512:
            await self.say((500, "a line ends in CRLF"))
            raise ConnectionError
        return line[:-2].decode("ascii")

    async def serve(self):
        await self.say((220, "loopback ESMTP"))
        while True:
            line = await self.line()
            verb, _, rest = line.partition(" ")
            verb = verb.upper()
            if verb == "QUIT":
                return await self.say((221, "bye"))
            await self.obey(verb, rest)

    async def obey(self, verb, rest):
        if verb == "EHLO" and rest:
            self.has_greeted = True
            more = [(250, "AUTH PLAIN")] if self.is_encrypted else [(250, "STARTTLS")] if self.context else []
            await self.say((250, "loopback"), (250, "8BITMIME"), *more, (250, "SIZE 1000000"))
        elif verb == "STARTTLS" and self.context and not self.is_encrypted:
            await self.say((220, "go ahead"))
            await self.writer.start_tls(self.context)
            self.is_encrypted, self.has_greeted = True, False
        elif not self.has_greeted:
            await self.say((503, "greet first"))
        elif verb == "AUTH":
            await self.log_in(rest)
        elif verb == "MAIL" and rest.upper().startswith("FROM:<"):
            if self.is_strict and not self.is_encrypted:
                return await self.say((530, "Must issue a STARTTLS command first"))
            self.sender, self.recipients = rest[6:].partition(">")[0], []
            await self.say((250, "ok"))
        elif verb == "RCPT" and rest.upper().startswith("TO:<") and self.sender:
            to = rest[4:].partition(">")[0]
            if to.endswith("@refused.test"):
                return await self.say((550, "no such user"))
            self.recipients.append(to)
            await self.say((250, "ok"))
        elif verb == "DATA" and self.recipients:
            await self.take()
        else:
            await self.say((503, "not now"))

    async def log_in(self, rest):
        method, _, given = rest.partition(" ")
        if not self.is_encrypted or method.upper() != "PLAIN":
            return await self.say((504, "not so"))
        if not given:
            await self.say((334, ""))
            given = await self.line()
        if given != LOGIN:
            return await self.say((535, "who are you"))
        self.user = "purge"
        await self.say((235, "welcome"))

    async def take(self):
        await self.say((354, "end it with a dot"))
        data = await self.reader.readuntil(b"\r\n.\r\n")
        if any(to.endswith("@hang.test") for to in self.recipients):
            await asyncio.sleep(3600)
        text = data[:-3].replace(b"\r\n", b"\n").decode()
        lines = [line[1:] if line.startswith(".") else line for line in text.split("\n")]
        print(json.dumps({
            "from": self.sender, "to": self.recipients, "isEncrypted": self.is_encrypted, "user": self.user,
            "text": "\n".join(lines), "hasBareLF": b"\n" in data.replace(b"\r\n", b""),
        }), flush=True)
        await self.say((250, "taken"))


async def main(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    ports = {}
    kinds = {"strict": (context, None, True), "bare": (None, None, False), "tls": (None, context, False)}
    for name, (start, whole, is_strict) in kinds.items():
        async def serve(reader, writer, start=start, whole=whole, is_strict=is_strict):
            ends = (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, asyncio.CancelledError, ssl.SSLError)
            with contextlib.suppress(*ends):
                await Session(reader, writer, start, whole is not None, is_strict).serve()
            with contextlib.suppress(Exception):
                writer.close()
        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=whole)
        ports[name] = server.sockets[0].getsockname()[1]
    print(json.dumps(ports), flush=True)
    await asyncio.to_thread(sys.stdin.buffer.read)


asyncio.run(main(*sys.argv[1:3]))
