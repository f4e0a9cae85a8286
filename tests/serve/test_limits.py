#!/usr/bin/env python3
"""Clients that are slow, many or too large; stores that are locked or gone; ending. Prints TAP.

    test_limits.py ONRECORD MODEL

Nothing is timed but by limits that are far away.
"""
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from serving import Broken, Connection, PATIENCE, SANITIZED, Server, Tap, make_store, wait_for

API = "/api/v1"
READ = API + "/read"
TEXT = {"Content-Type": "text/plain"}
MIB = 1 << 20


def trickle(connection, pieces, pause=0.2):
    """Send piece by piece until the other side has had enough; what it said."""
    connection.socket.settimeout(pause)
    end = time.monotonic() + PATIENCE
    said = b""
    for piece in pieces:
        if time.monotonic() > end:
            return None
        try:
            connection.socket.sendall(piece)
            data = connection.socket.recv(4096)
            said += data
            if not data:
                return said
        except (socket.timeout, TimeoutError):
            continue
        except ConnectionError:
            return said
    return None


def endless(piece):
    while True:
        yield piece


def check_slow(t, program, model):
    with Server(program, "--head-timeout", "1", "--body-timeout", "2", "--send-timeout", "2",
                model=model) as s:
        def timeouts():
            line = [x for x in s.get(f"{API}/metrics").body.decode().splitlines()
                    if x.startswith("onrecord_timeouts_total")]
            return int(line[0].split()[1])

        def slow(name, start, piece):
            with s.connect() as c:
                c.send(start)
                said = trickle(c, endless(piece))
            t.ok(f"{name} are ended with 408", said is not None and said.startswith(b"HTTP/1.1 408")
                 and b'"timeout"' in said, said)

        slow("request lines that never end", b"GET /", b"a")
        slow("headers that never end", b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X: y\r\n")
        head = f"POST {READ} HTTP/1.1\r\nHost: {s.host}\r\nContent-Type: text/plain\r\n".encode()
        slow("bodies that never end", head + b"Content-Length: 1000\r\n\r\n", b"a")
        slow("chunks that never end", head + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n")
        with s.connect() as c:
            t.ok("who sends nothing is sent away", trickle(c, endless(b"")) is not None)
        with s.connect() as c:
            c.send(s.request("GET", "/"))
            c.answer()
            t.ok("also after a request", trickle(c, endless(b"")) is not None)
        before = timeouts()
        with s.connect() as c:
            c.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            try:
                c.socket.settimeout(2)
                for _ in range(2000):
                    c.send(s.request("GET", f"{API}/openapi.json"))
            except (ConnectionError, socket.timeout, TimeoutError):
                pass
            t.ok("who does not take its answers is sent away",
                 wait_for(lambda: timeouts() > before))
        t.same("others are answered meanwhile", s.get(f"{API}/health").status, 200)
        t.same("it ends well", s.stop(), 0)


def send_much(connection, head, pieces):
    """Send a long body; the status that comes back, whether the client is cut off or not."""
    try:
        connection.send(head)
        for piece in pieces:
            connection.send(piece)
    except ConnectionError:
        pass
    return connection.answer()


def check_large(t, program, model):
    with Server(program, "--max-body", "100K", "--max-head", "8K", model=model) as s:
        head = f"POST {READ} HTTP/1.1\r\nHost: {s.host}\r\nContent-Type: text/plain\r\n".encode()
        s.get("/")
        memory = s.memory()
        block = b"a" * MIB
        with s.connect() as c:
            answer = send_much(c, head + b"Content-Length: %d\r\n\r\n" % (100 * MIB), [block] * 100)
            t.ok("100 MB with their length", answer.status == 413 and answer.code() == "too_large")
            c.send(s.request("GET", f"{API}/health"))
            t.same("the connection goes on", c.answer().status, 200)
        with s.connect() as c:
            chunk = b"%x\r\n" % MIB + block + b"\r\n"
            answer = send_much(c, head + b"Transfer-Encoding: chunked\r\n\r\n",
                               [chunk] * 100 + [b"0\r\n\r\n"])
            t.ok("100 MB in chunks", answer.status == 413 and answer.code() == "too_large")
        with s.connect() as c:
            c.send(head + b"Content-Length: 100000000\r\nExpect: 100-continue\r\n\r\n")
            t.same("who asks first is told at once", c.answer().status, 413)
        t.ok("none of it is kept", s.memory() < memory + 64 * MIB, memory, s.memory())
        t.same("just what is allowed", s.ask("POST", READ, TEXT, b"a " * 51200).status, 200)
        t.same("a byte more", s.ask("POST", READ, TEXT, b"a " * 51200 + b"a").status, 413)
        with s.connect() as c:
            c.send(head + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            t.same("who asks first may send", c.until(b"\r\n\r\n"), b"HTTP/1.1 100 Continue")
            c.send(b"a.")
            t.same("and is read", c.answer().json()["text"], "a.")
        with s.connect() as c:
            c.send(head + b"Content-Length: 50000\r\n\r\n" + b"a" * 100)
        with s.connect() as c:
            c.send(head + b"Content-Length: 50000\r\n\r\n" + b"a" * 100)
            c.socket.shutdown(socket.SHUT_WR)
        t.same("who goes away in the middle does no harm", s.get(f"{API}/health").status, 200)
        t.same("it ends well", s.stop(), 0)


def check_many(t, program, model):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(10000, hard - 500)
    with Server(program, "--head-timeout", "600", model=model) as s:
        memory = s.memory()
        idle = []
        try:
            for _ in range(count):
                idle.append(socket.create_connection(("127.0.0.1", s.port), timeout=PATIENCE))
        except OSError as error:
            t.skip(f"{count} idle connections", f"the system lets us have {len(idle)}: {error}")
        # A few have sent a little, like a browser that was put to sleep.
        for i in range(0, len(idle), 10):
            idle[i].sendall(b"GET / HT")
        t.same(f"with {len(idle)} idle connections the page is there", s.get("/").status, 200)
        per = (s.memory() - memory) // max(len(idle), 1)
        answers = [s.ask("POST", READ, TEXT, b"a.").status for _ in range(20)]
        t.same("and reports are read", answers, [200] * 20)
        if SANITIZED:
            t.skip("each takes little memory", "a sanitizer has its own")
        else:
            # Its buffer of 32 KiB is hardly touched, unless MALLOC_PERTURB_ has malloc fill it.
            t.ok("each takes little memory", per < 48 << 10, per)
        for c in idle:
            c.close()
        t.ok("they go when they are closed", wait_for(
            lambda: "onrecord_connections 1\n" in s.get(f"{API}/metrics").body.decode()))
        t.same("it ends well", s.stop(), 0)
    with Server(program, "--connections", "40", "--head-timeout", "600", model=model) as s:
        idle = [socket.create_connection(("127.0.0.1", s.port)) for _ in range(60)]
        t.same("a crowd of idle ones makes room", s.get(f"{API}/health").status, 200)
        for c in idle:
            c.close()
        t.same("it ends well", s.stop(), 0)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def long_text(words):
    """Takes a while to read; under a sanitizer about as long with less of it."""
    return ('"We will appeal," the mayor said. ' * (words // (90 if SANITIZED else 6) + 1)).encode()


def check_queue(t, program, model):
    with Server(program, "--jobs", "1", "--queue", "2", model=model) as s:
        body = long_text(30000)
        connections = [s.connect() for _ in range(12)]
        for c in connections:
            c.send(s.request("POST", READ, TEXT, body))
        answers = [c.answer() for c in connections]
        busy = [a for a in answers if a.status == 503]
        done = [a for a in answers if a.status == 200]
        t.ok("what has no room to wait is told so", busy and all(
            a.code() == "busy" and a.header("Retry-After") for a in busy), len(busy))
        t.ok("what has room is read", len(done) >= 2 and len(done) + len(busy) == 12, len(done))
        t.same("later there is room again", s.ask("POST", READ, TEXT, b"a.").status, 200)
        for c in connections:
            c.close()
        t.same("it ends well", s.stop(), 0)


def check_end(t, program, model):
    with Server(program, "--jobs", "2", "--stop-timeout", "600", model=model) as s:
        with s.connect() as c, s.connect() as waiting, s.connect() as idle:
            idle.send(s.request("GET", "/"))
            idle.answer()
            c.send(s.request("POST", READ, TEXT, long_text(90000)))
            body = long_text(300)
            whole = s.request("POST", READ, TEXT, body)
            waiting.send(whole[:-1])
            wait_for(lambda: "onrecord_requests_now 3\n" in s.get(f"{API}/metrics").body.decode())
            s.process.send_signal(signal.SIGTERM)
            refused = wait_for(lambda: not can_connect(s.port))
            t.ok("no new connections are taken", refused)
            waiting.send(whole[-1:])
            for name, connection in (("under work", c), ("half sent", waiting)):
                answer = connection.answer()
                t.ok(f"a request {name} is finished", answer.status == 200 and
                     answer.header("Connection") == "close", answer.status)
        t.same("it ends well", s.stop(), 0)
    with Server(program, "--stop-timeout", "0", model=model) as s, s.connect() as c:
        c.send(s.request("POST", READ, TEXT, long_text(300))[:-1])
        wait_for(lambda: "onrecord_requests_now 2\n" in s.get(f"{API}/metrics").body.decode())
        t.same("who never ends is not waited for", s.stop(signal.SIGINT), 0)


def can_connect(port, address="127.0.0.1"):
    try:
        socket.create_connection((address, port)).close()
        return True
    except OSError:
        return False


def check_end_under_load(t, program, model, store):
    """Each request is answered whole, or not at all because the connection was not taken."""
    s = Server(program, "--db", store, "--jobs", "2", "--stop-timeout", "600", model=model)
    results, stop = [], threading.Event()
    body = long_text(200)

    def load(target, method):
        while not stop.is_set():
            try:
                with Connection(s.port) as c:
                    for _ in range(5):
                        c.send(s.request(method, target, TEXT if method == "POST" else {},
                                         body if method == "POST" else None))
                        started = bool(c.socket.recv(1, socket.MSG_PEEK))
                        answer = c.answer()
                        results.append((started, answer.status))
                        if answer.header("Connection") == "close":
                            break
            except OSError:
                results.append((False, 0))
                time.sleep(0.01)
            except Broken as error:
                results.append((b"HTTP" in str(error).encode(), 0))

    threads = [threading.Thread(target=load, args=a) for a in
               [(READ, "POST")] * 4 + [(f"{API}/search?q=harbour", "GET")] * 3 + [("/", "GET")] * 2]
    for thread in threads:
        thread.start()
    wait_for(lambda: len(results) > 200)
    status = s.stop()
    stop.set()
    for thread in threads:
        thread.join()
    t.same("SIGTERM under load ends well", status, 0)
    t.ok("every answer that began was whole",
         all(code in (200, 503) for started, code in results if started), results[-20:])
    t.ok("there was load", sum(code == 200 for _, code in results) > 100)


def check_store(t, program, model, store, folder):
    with Server(program, "--db", store, model=model, folder=folder) as s:
        statement = s.get(f"{API}/search").json()["results"][0]["statement"]
        wish = {"statement": statement, "action": "confirm", "author": "a"}
        other = sqlite3.connect(store, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        t.same("while another writes, it searches", s.get(f"{API}/search?q=harbour").status, 200)
        answer = s.write(f"{API}/corrections", wish)
        t.ok("but a correction has to wait, and is refused", answer.status == 503 and
             answer.code() == "store" and answer.header("Retry-After"), answer.body)
        other.execute("ROLLBACK")
        other.close()
        t.same("then it can be made", s.write(f"{API}/corrections", wish).status, 201)
        os.rename(store, store + ".away")
        answer = s.get(f"{API}/search")
        t.ok("a store that is gone", answer.status == 503 and answer.code() == "store", answer.body)
        t.same("nothing is written to it", s.write(f"{API}/corrections", wish).status, 503)
        health = s.get(f"{API}/health")
        t.ok("health tells", health.status == 503 and health.json()["status"] == "store" and
             health.json()["documents"] is None)
        t.ok("no other is made in its place", not os.path.exists(store))
        t.same("reports are read meanwhile", s.post(READ, {"text": "a"}).status, 200)
        with open(store, "w", encoding="ascii") as f:
            f.write("this is no store\n" * 100)
        t.same("something else in its place", s.get(f"{API}/search").status, 503)
        os.remove(store)
        os.rename(store + ".away", store)
        t.same("when it is back all is well", s.get(f"{API}/search").status, 200)
        t.same("it ends well", s.stop(), 0)


def check_slow_store(t, program, model, folder):
    path = os.path.join(folder, "endless")
    os.mkdir(path)
    store = make_store(program, path, model)
    db = sqlite3.connect(store)
    db.executescript("DROP VIEW speakers; CREATE VIEW speakers AS WITH RECURSIVE n (i) AS (SELECT 1"
                     " UNION ALL SELECT i + 1 FROM n) SELECT 'A' AS name, 'person' AS kind,"
                     " NULL AS role, NULL AS affiliation, NULL AS person, i AS statements,"
                     " 1 AS documents, NULL AS first_day, NULL AS last_day FROM n WHERE i < 0")
    db.close()
    with Server(program, "--db", store, "--find-timeout", "1", model=model, folder=folder) as s:
        answer = s.get(f"{API}/speakers")
        t.ok("what takes too long is ended", answer.status == 503 and answer.code() == "slow" and
             answer.header("Retry-After"), answer.body)
        t.same("then it searches as before", s.get(f"{API}/search").status, 200)
        t.same("and ends", s.stop(), 0)


def check_start(t, program, store, folder):
    def fails(name, status, *arguments):
        done = subprocess.run([program, "serve", "--port", "0", *arguments], capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=PATIENCE)
        t.ok(f"{name}: status {status} and a message", done.returncode == status and
             not done.stdout and done.stderr.startswith(b"onrecord: "), done)

    fails("no store", 1, "--db", os.path.join(folder, "nothing.db"))
    fails("something else than a store", 1, "--db", os.path.join(folder, "day.jsonl"))
    fails("an address that is none", 2, "--listen", "localhost")
    fails("an address of another machine", 1, "--listen", "192.0.2.1")
    fails("no token", 1, "--db", store, "--token-file", "/dev/null")
    fails("an operand", 2, "file")
    for option in ("--port=70000", "--max-body=1T", "--max-head=1", "--head-timeout=0", "--jobs=x"):
        fails(option, 2, option)
    with Server(program) as s:
        fails("a port that is taken", 1, "--port", str(s.port))


def own_address():
    """An address of this machine by which others reach it, None where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        try:
            s.connect(("192.0.2.1", 9))
            return s.getsockname()[0]
        except OSError:
            return None


def check_address(t, program):
    address = own_address()
    with Server(program) as s:
        t.ok("the loopback is all it listens on", s.url.startswith("http://127.0.0.1:"), s.url)
        if address is None or address.startswith("127."):
            t.skip("others do not reach it", "the machine has no other address")
        else:
            t.ok("others do not reach it", not can_connect(s.port, address), address)
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError as error:
        t.skip("the other loopback", str(error))
        return
    with Server(program, "--listen", "::1") as s:
        t.same("the other loopback", s.get(f"{API}/health").status, 200)
        t.ok("and no more than that", not can_connect(s.port))


def check_log(t, program, model, store, folder):
    log, token = os.path.join(folder, "log"), os.path.join(folder, "token")
    with open(token, "w", encoding="ascii") as f:
        f.write("0123456789abcdefg\n")
    with Server(program, "--db", store, "--access-log", log, "--token-file", token,
                model=model) as s:
        t.same("the token is that of the file", s.token, "0123456789abcdefg")
        s.get("/search?q=%1b[31m\x1b\"x")
        s.get(f"{API}/health")
        t.same("it ends well", s.stop(), 0)
    with open(log, "rb") as f:
        data = f.read()
    lines = data.decode("ascii").splitlines()
    t.ok("a line for each request, nothing in it that steers a terminal",
         len(lines) == 2 and b"\x1b" not in data and lines[1].split()[1:4] ==
         ["127.0.0.1", '"GET', f'{API}/health"'] and "200" in lines[1], lines)


def main():
    program, model = sys.argv[1:3]
    t = Tap()
    with tempfile.TemporaryDirectory() as folder:
        store = make_store(program, folder, model)
        check_start(t, program, store, folder)
        check_address(t, program)
        check_log(t, program, model, store, folder)
        check_slow(t, program, model)
        check_large(t, program, model)
        check_many(t, program, model)
        check_queue(t, program, model)
        check_end(t, program, model)
        check_end_under_load(t, program, model, store)
        check_store(t, program, model, store, folder)
        check_slow_store(t, program, model, folder)
    t.finish()


main()
