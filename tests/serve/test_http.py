#!/usr/bin/env python3
"""HTTP as such: what is answered to whom, headers, sizes, methods, types. Prints TAP.

    test_http.py ONRECORD MODEL
"""
import gzip
import json
import sys
import tempfile

from serving import Broken, Server, Tap, make_store

TEXT = '"We will appeal," the mayor said.'
READ = "/api/v1/read"


def check_basics(t, s):
    with s.connect() as c:
        c.send(s.request("GET", "/"))
        page = c.answer()
        c.send(s.request("GET", "/api/v1/health"))
        health = c.answer()
    t.ok("the page and the API answer on one connection",
         page.status == 200 and health.status == 200 and health.json()["status"] == "ok")
    t.ok("the page is HTML", page.header("Content-Type").startswith("text/html"))
    for answer, name in ((page, "page"), (health, "API"), (s.get("/no/such"), "an error")):
        policy = answer.header("Content-Security-Policy")
        t.ok(f"{name}: a strict policy",
             "default-src 'none'" in policy and "unsafe" not in policy and
             "frame-ancestors 'none'" in policy, policy)
        t.same(f"{name}: types are not guessed", answer.header("X-Content-Type-Options"), "nosniff")
    for view in ("/search?q=a", "/d/1", "/s/2", "/f/3", "/documents", "/read"):
        t.same(f"{view} is the page", s.get(view).body, page.body)
    with s.connect() as c:
        c.send(s.request("HEAD", "/api/v1/health"))
        head = c.answer(head=True)
        c.send(s.request("GET", "/api/v1/health"))
        t.ok("HEAD has the headers and no body",
             head.header("Content-Length") == c.answer().header("Content-Length"))


def check_read(t, s):
    record = s.ask("POST", READ, {"Content-Type": "text/plain"}, TEXT.encode()).json()
    t.ok("text is read", record["text"] == TEXT and record["schema"] == "onrecord/1" and
         record["attributions"][0]["source"]["text"] == "the mayor", record)
    record = s.post(READ, {"id": "a/1", "text": TEXT, "title": "<b>", "url": "https://x.example"})
    t.ok("JSON is read", record.json()["id"] == "a/1" and record.json()["title"] == "<b>")
    page = f"<html><title>T</title><body><p>{TEXT}</p></body></html>".encode()
    record = s.ask("POST", READ, {"Content-Type": "text/html; charset=utf-8"}, page).json()
    t.ok("a page is read", TEXT in record["text"], record)
    t.same("an empty text is a text", s.ask("POST", READ, {"Content-Type": "text/plain"},
                                            b"").json()["attributions"], [])
    with s.connect() as c:
        c.send(s.request("POST", READ, {"Content-Type": "text/plain",
                                        "Transfer-Encoding": "chunked"}))
        for piece in (TEXT[:7], TEXT[7:]):
            c.send(f"{len(piece):x}\r\n{piece}\r\n".encode())
        c.send(b"0\r\n\r\n")
        t.same("chunks are put together", c.answer().json()["text"], TEXT)
    for name, body in {"cut": b'{"text": "a', "no object": b"[]", "nothing": b"",
                       "no text": b'{"id": "a"}', "no string": b'{"text": 1}',
                       "two": b'{"text": "a"} {}', "deep": b'{"a":' + b"[" * 5000,
                       "control": b'{"text": "\n"}'}.items():
        answer = s.post(READ, body)
        t.ok(f"JSON: {name} is refused", answer.status == 400 and answer.code() == "bad_json",
             answer.body)
    answer = s.ask("POST", READ, {"Content-Type": "text/plain"}, b"a\xff\x00b \xed\xa0\x80.")
    t.ok("bytes that are no text are read", answer.status == 200 and
         "\ufffd" in answer.json()["text"])


def check_refusals(t, s):
    def refused(name, answer, status, code):
        t.ok(name, answer.status == status and answer.code() == code, answer.status, answer.body)

    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "POST"):
        answer = s.ask(method, "/api/v1/health")
        refused(f"{method} /health", answer, 405, "method")
        t.same(f"{method} /health: what is allowed", answer.header("Allow"), "GET, HEAD")
    refused("GET /read", s.get(READ), 405, "method")
    refused("POST /", s.ask("POST", "/", {"Content-Type": "text/plain"}, b"a"), 405, "method")
    for kind in ("application/xml", "multipart/form-data; boundary=x", "text/css", "",
                 "application/x-www-form-urlencoded"):
        refused(f"type '{kind}'", s.ask("POST", READ, {"Content-Type": kind}, b"a"), 415,
                "media_type")
    refused("no type", s.ask("POST", READ, {}, b"a"), 415, "media_type")
    refused("a packed body", s.ask("POST", READ, {"Content-Type": "text/plain",
                                                  "Content-Encoding": "gzip"}, b"a"),
            415, "media_type")
    for path in ("/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2fetc%2fpasswd", "//etc",
                 "/index.html/..", "/.", "/css/../index.html", "/nothing", "/index.html/",
                 "/%5c..%5c", "/file:///etc/passwd"):
        answer = s.get(path)
        t.ok(f"{path} leads nowhere", answer.status == 404 and b"root:" not in answer.body,
             answer.status)
    for path in ("/api/v1/documents/0", "/api/v1/documents/01", "/api/v1/documents/-1",
                 "/api/v1/documents/x", "/api/v1/documents/1/2", "/api/v1/documents/",
                 "/api/v1", "/api/", "/api/v2/health", "/api/v1//health",
                 "/api/v1/documents/99999999999999999999"):
        refused(path, s.get(path), 404, "not_found")
    for path in ("/%", "/%4", "/%zz", "/%00", "/a%0ab", "/api/v1/health?a=%ff", "/%ff",
                 "/api/v1/health?" + "&".join("a=1" for _ in range(40))):
        refused(path[:40], s.get(path), 400, "bad_request")
    refused("a parameter that is not known", s.get("/api/v1/health?a=1"), 400, "bad_parameter")


def check_hosts(t, s):
    for host in ("evil.example", f"evil.example:{s.port}", "localhost.evil.example", "127.0.0.1.x",
                 "127.1.evil", "[::2]", "", "localhost@evil", "localhost:80:90", "localhost:x",
                 "10.0.0.1", "0.0.0.0", "[::1", "localhost, evil"):
        for method, target in (("GET", "/"), ("GET", "/api/v1/health"), ("HEAD", "/"),
                               ("POST", READ), ("DELETE", "/x")):
            with s.connect() as c:
                body = "Content-Length: 0\r\n" if method == "POST" else ""
                c.send(f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n{body}\r\n".encode())
                status = c.answer(head=method == "HEAD").status
            if status != 403:
                break
        t.same(f"Host '{host}' is refused for every method", status, 403)
    for host in ("localhost", f"LOCALHOST:{s.port}", "127.0.0.1", "127.8.8.8:1", "[::1]:80",
                 "known.example", "Known.Example:443"):
        t.same(f"Host '{host}' is known", s.ask("GET", "/", host=host).status, 200)
    with s.connect() as c:
        c.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n")
        t.ok("two Hosts are refused", c.answer().status in (400, 403))
    with s.connect() as c:
        c.send(b"GET / HTTP/1.1\r\n\r\n")
        t.same("no Host is refused", c.until(b"\r\n")[9:12], b"400")
    with s.connect() as c:
        c.send(b"GET / HTTP/1.0\r\n\r\n")
        t.ok("nor does HTTP/1.0 need none", c.until(b"\r\n")[9:12] in (b"400", b"403"))


def check_origins(t, s):
    text = {"Content-Type": "text/plain"}
    for origin in ("https://evil.example", "null", "http://localhost", f"http://{s.host}.evil",
                   f"ftp://{s.host}", s.host, ""):
        answer = s.ask("POST", READ, {**text, "Origin": origin}, b"a")
        t.ok(f"Origin '{origin}' may not post", answer.status == 403 and answer.code() == "origin")
    for site in ("cross-site", "same-site"):
        t.same(f"nor may one that is {site}",
               s.ask("POST", READ, {**text, "Sec-Fetch-Site": site}, b"a").status, 403)
    for extra in ({"Origin": f"http://{s.host}"}, {"Origin": f"https://{s.host}"},
                  {"Origin": f"http://{s.host}", "Sec-Fetch-Site": "same-origin"},
                  {"Sec-Fetch-Site": "none"}):
        t.same(f"{extra} may", s.ask("POST", READ, {**text, **extra}, b"a").status, 200)
    answer = s.ask("GET", "/api/v1/health", {"Origin": "https://evil.example"})
    t.ok("no header lets other sites read",
         answer.header("Access-Control-Allow-Origin") is None and
         answer.header("Cross-Origin-Resource-Policy") == "same-origin")


def check_caching(t, s):
    plain = s.get("/api/v1/openapi.json")
    tag = plain.header("ETag")
    again = s.ask("GET", "/api/v1/openapi.json", {"If-None-Match": f'"x", {tag}'})
    t.ok("what has not changed is not sent again",
         tag and again.status == 304 and again.header("ETag") == tag)
    t.same("another tag does not count",
           s.ask("GET", "/api/v1/openapi.json", {"If-None-Match": '"x"'}).status, 200)
    for target in ("/api/v1/openapi.json", "/"):
        packed = s.ask("GET", target, {"Accept-Encoding": "br, gzip;q=0.5"})
        data = gzip.decompress(packed.body) if packed.header("Content-Encoding") else packed.body
        t.same(f"{target}: packed is the same", data, s.get(target).body)
        refused = s.ask("GET", target, {"Accept-Encoding": "gzip;q=0, br"})
        t.same(f"{target}: not where it is not wanted", refused.header("Content-Encoding"), None)
    t.ok("packing makes it smaller",
         len(s.ask("GET", "/api/v1/openapi.json", {"Accept-Encoding": "gzip"}).body) <
         len(plain.body) / 2)
    t.same("and says what it depends on", plain.header("Vary"), "Accept-Encoding")
    long = json.dumps({"text": (TEXT + "\n\n") * 40}).encode()
    packed = s.ask("POST", READ, {"Content-Type": "application/json", "Accept-Encoding": "gzip"},
                   long)
    t.ok("a record can be packed", packed.header("Content-Encoding") == "gzip" and
         json.loads(gzip.decompress(packed.body))["text"].startswith(TEXT))


def check_broken(t, s):
    """Requests that are no HTTP; afterwards the server is as it was."""
    head = f"POST {READ} HTTP/1.1\r\nHost: {s.host}\r\nContent-Type: text/plain\r\n"
    for name, data in {
        "no HTTP": b"hello\r\n\r\n",
        "no version": b"GET /\r\n\r\n",
        "binary": bytes(range(256)) * 8 + b"\r\n\r\n",
        "a length that is no number": head.encode() + b"Content-Length: x\r\n\r\n",
        "a negative length": head.encode() + b"Content-Length: -1\r\n\r\n",
        "a length beyond all": head.encode() + b"Content-Length: " + b"9" * 40 + b"\r\n\r\n",
        "a chunk without length": head.encode() + b"Transfer-Encoding: chunked\r\n\r\nx\r\na\r\n",
        "a chunk too long": head.encode() + b"Transfer-Encoding: chunked\r\n\r\n"
                            b"fffffffffffffffff\r\na\r\n",
        "a chunk without end": head.encode() + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
        "a header without colon": b"GET / HTTP/1.1\r\nHost\r\n\r\n",
    }.items():
        with s.connect() as c:
            c.send(data)
            try:
                answer = c.until(b"\r\n")[9:12]
            except Broken:
                answer = b"closed"
        t.ok(f"{name} is refused", answer[:1] in (b"4", b"c", b"5"), answer)
    with s.connect() as c:
        c.send(head.encode() + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        t.same("two kinds of length are refused", c.until(b"\r\n")[9:12], b"400")
    with s.connect() as c:
        c.send(b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        try:
            status = c.until(b"\r\n")[9:12]
        except Broken:
            status = b"closed"
        t.ok("a target that is too long is refused", status in (b"414", b"431", b"closed"), status)
    with s.connect() as c:
        try:
            c.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"b" * 100000 + b"\r\n\r\n")
            status = c.until(b"\r\n")[9:12]
        except (Broken, ConnectionError):
            status = b"closed"
        t.ok("headers that are too long are refused", status in (b"431", b"413", b"closed"), status)
    with s.connect() as c:
        c.send(s.request("GET", "/api/v1/health") * 3)
        t.same("requests may be sent ahead", [c.answer().status for _ in range(3)], [200] * 3)
    t.same("after all that it answers", s.get("/api/v1/health").status, 200)


def main():
    program, model = sys.argv[1:3]
    t = Tap()
    with tempfile.TemporaryDirectory() as folder:
        store = make_store(program, folder, model)
        with Server(program, "--db", store, "--host", "known.example", model=model) as s:
            for check in (check_basics, check_read, check_refusals, check_hosts, check_origins,
                          check_caching, check_broken):
                check(t, s)
            t.same("it ends well", s.stop(), 0)
    with Server(program, model=model) as s:
        t.ok("without a store it reads", s.post(READ, {"text": TEXT}).status == 200 and
             s.token is None)
        t.same("and says that nothing is stored", s.get("/api/v1/health").json()["documents"], None)
        t.same("it ends well", s.stop(), 0)
    t.finish()


main()
