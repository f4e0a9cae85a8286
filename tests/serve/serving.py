"""What the tests of the server share: starting it, talking to it byte by byte, counting in TAP.

Nothing here is a client that forgives: requests are sent as they are written, and answers are taken
apart strictly. Waiting has generous limits, so that a slow machine is no failure.
"""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

# Programs built with a sanitizer take several times as long, and memory of their own.
SANITIZED = any(name in os.path.abspath(argument) for argument in sys.argv[1:2]
                for name in ("build-asan", "build-tsan"))
PATIENCE = 300 if SANITIZED else 60


class Tap:
    """Counts checks and prints them."""

    def __init__(self):
        self.number = self.failures = 0

    def ok(self, name, passed, *details):
        self.number += 1
        print(f"{'ok' if passed else 'not ok'} {self.number} - {name}", flush=True)
        if not passed:
            self.failures += 1
            for detail in details:
                for line in repr(detail)[:4000].splitlines():
                    print(f"#   {line}", flush=True)
        return passed

    def same(self, name, have, want):
        return self.ok(name, have == want, f"have {have!r}", f"want {want!r}")

    def skip(self, name, why):
        self.number += 1
        print(f"ok {self.number} - {name} # SKIP {why}", flush=True)

    def finish(self):
        print(f"1..{self.number}")
        sys.exit(self.failures > 0 or self.number == 0)


class Broken(Exception):
    """The connection ended before an answer was whole, or what came is no HTTP."""


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def header(self, name):
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return values[0] if len(values) == 1 else None if not values else values

    def json(self):
        return json.loads(self.body)

    def code(self):
        return self.json()["error"]["code"]


class Connection:
    """A socket with a buffer."""

    def __init__(self, port, address="127.0.0.1"):
        self.socket = socket.create_connection((address, port), timeout=PATIENCE)
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def more(self):
        try:
            piece = self.socket.recv(1 << 16)
        except (ConnectionError, socket.timeout) as error:
            raise Broken(repr(error)) from error
        if not piece:
            raise Broken(f"closed behind {self.buffer[:200]!r}")
        self.buffer += piece

    def until(self, mark):
        while mark not in self.buffer:
            self.more()
        piece, self.buffer = self.buffer.split(mark, 1)
        return piece

    def exactly(self, count):
        while len(self.buffer) < count:
            self.more()
        piece, self.buffer = self.buffer[:count], self.buffer[count:]
        return piece

    def answer(self, head=False):
        """The next answer that is not "100 Continue"."""
        while True:
            lines = self.until(b"\r\n\r\n").decode("latin-1").split("\r\n")
            found = re.fullmatch(r"HTTP/1\.[01] (\d{3}) .*", lines[0])
            if not found:
                raise Broken(lines[0])
            if found[1] != "100":
                break
        status = int(found[1])
        headers = [tuple(line.split(": ", 1)) for line in lines[1:]]
        answer = Answer(status, headers, b"")
        if not head and status not in (204, 304):
            answer.body = self.exactly(int(answer.header("Content-Length")))
        return answer

    def closed(self):
        """True when the other side closes, and sends nothing before."""
        try:
            return not self.buffer and self.socket.recv(1) == b""
        except ConnectionError:
            return True


class Server:
    """`onrecord serve` on a free port."""

    def __init__(self, program, *arguments, model=None, folder=None):
        self.folder = folder or tempfile.mkdtemp()
        self.own_folder = folder is None
        self.messages = open(os.path.join(self.folder, "messages"), "ab+")
        command = [program, "serve", "--port", "0", *arguments]
        if model:
            command += ["--model", model]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.messages,
                                        stdin=subprocess.DEVNULL)
        self.url = self.process.stdout.readline().decode().strip()
        if not self.url:
            self.process.wait()
            raise RuntimeError("the server did not start: " + self.said())
        self.port = int(self.url.rstrip("/").rsplit(":", 1)[1])
        self.address = "::1" if self.url.startswith("http://[::1]:") else "127.0.0.1"
        self.host = self.url[len("http://"):].rstrip("/")
        self.token = None
        if "--db" in arguments and "--read-only" not in arguments:
            self.token = self.process.stdout.readline().decode().strip().split("#token=")[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        if self.own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def said(self):
        self.messages.seek(0)
        return self.messages.read().decode(errors="replace")

    def stop(self, how=signal.SIGTERM):
        """End it; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = "killed: it did not end"
        self.process.stdout.close()
        if status != 0:
            print("\n".join("#   " + line for line in self.said().splitlines()), flush=True)
        return status

    def connect(self):
        return Connection(self.port, self.address)

    def request(self, method, target, headers=(), body=None, host=None):
        """The bytes of a request."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host or self.host}"]
        lines += [f"{key}: {value}" for key, value in dict(headers).items()]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join(lines + ["", ""]).encode() + (body or b"")

    def ask(self, method, target, headers=(), body=None, host=None):
        """One request on a connection of its own."""
        with self.connect() as connection:
            connection.send(self.request(method, target, headers, body, host))
            return connection.answer(head=method == "HEAD")

    def get(self, target, **headers):
        return self.ask("GET", target, headers)

    def post(self, target, value, **headers):
        headers = {"Content-Type": "application/json", **headers}
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.ask("POST", target, headers, body)

    def write(self, target, value):
        """A post with the token."""
        return self.post(target, value, Authorization=f"Bearer {self.token}")

    def memory(self):
        """Resident bytes."""
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as f:
            return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def wait_for(condition, seconds=PATIENCE):
    """True as soon as the condition holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


DAY = """\
{"id": "post-1", "site": "Post", "published": "2026-01-05", "url": "https://post.example/1", \
"text": "\\"We will not close the harbour, and we will pay every worker in full,\\" Ana Ruiz said.\
\\n\\nThe union said it was pleased."}
{"id": "times-1", "site": "Times", "published": "2026-01-06", "url": "https://times.example/1", \
"text": "\\"We will not close the harbour, and we will pay each worker in full,\\" Mayor Ana Ruiz \
said on Monday.\\n\\nCritics said the money was missing."}
"""


def make_store(program, folder, model=None, lines=DAY):
    """A small store in a folder; its path."""
    path = os.path.join(folder, "record.db")
    source = os.path.join(folder, "day.jsonl")
    with open(source, "w", encoding="utf-8") as f:
        f.write(lines)
    command = [program, "add", "--quiet", "--db", path, source]
    if model:
        command += ["--model", model]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path
