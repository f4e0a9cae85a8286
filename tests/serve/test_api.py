#!/usr/bin/env python3
"""The routes of the API over a store: what they answer, pages of lists, tables, corrections. TAP.

    test_api.py ONRECORD MODEL SOURCE_FOLDER
"""
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter

from serving import Server, Tap, make_store

API = "/api/v1"


def place(text, part):
    begin = text.index(part)
    return {"spans": [[begin, begin + len(part)]], "text": part}


def made(name, site, day, said, **more):
    """A record in which people of a name and a role say things: (speaker, content) pairs."""
    text = "\n\n".join(f"{who} said that {what}." for who, _, what in said)
    speakers, attributions = {}, []
    for i, (who, role, what) in enumerate(said):
        number = speakers.setdefault((who, role), len(speakers))
        cue = place(text, f"{who} said that {what}")["spans"][0][0] + len(who) + 1
        content = {"spans": [[cue + 5, cue + 10 + len(what)]], "text": f"that {what}"}
        attributions.append({
            "id": i, "form": "indirect", "act": "speech",
            "source": {"spans": [[cue - len(who) - 1, cue - 1]], "text": who}, "speaker": number,
            "cue": {"spans": [[cue, cue + 4]], "text": "said", "lemma": "say"},
            "content": content, "addressee": None, "time": None, "place": None, "occasion": None,
            "negated": False, "parent": None, "confidence": 0.9})
    return {"schema": "onrecord/1", "id": name, "text": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "model": {"name": "m", "version": "1", "sha256": "ab" * 32}, "title": None,
            "byline": [], "published": day, "modified": None, "url": None, "site": site,
            "section": None, "language": "en",
            "speakers": [{"id": n, "name": who, "kind": "person", "named": True, "role": role,
                          "affiliation": None, "entity": None, "mentions": []}
                         for (who, role), n in speakers.items()],
            "attributions": attributions, "warnings": [], **more}


ANA, LEO = "Ana Ruiz", "Leo Brandt"
RECORDS = [
    made("r1", "Post", "2026-01-05", [(ANA, "mayor", "the harbour stays open for all boats of ours"),
                                      (LEO, None, "taxes will rise by a tenth next year")]),
    made("r2", "Times", "2026-02-06", [(ANA, "mayor", "the harbour stays open for most boats of ours"),
                                       (ANA, "candidate", "the harbour needs money")],
         title="<script>alert(1)</script>", url="javascript:alert(1)"),
    made("r3", "Times", "2026-02-07", [(LEO, "=cmd|' /C calc'!A0", "=1+1 \u202e is a sum & <b>"),
                                       (ANA, None, "nobody asked")]),
]


def add_records(program, store, folder, records):
    path = os.path.join(folder, "records.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    subprocess.run([program, "add", "--quiet", "--records", "--db", store, path], check=True)


def pages(s, target, limit=1):
    """All results of a list, page by page."""
    results, cursor = [], None
    join = "&" if "?" in target else "?"
    for _ in range(100):
        more = f"&cursor={cursor}" if cursor else ""
        answer = s.get(f"{API}{target}{join}limit={limit}{more}").json()
        results += answer["results"]
        cursor = answer["next"]
        if cursor is None:
            break
    return results


def check_search(t, s):
    found = s.get(f"{API}/search?q=harbour+open&sort=oldest").json()
    t.ok("words are found", len(found["results"]) == 2 and found["next"] is None, found)
    hit = found["results"][0]
    record = RECORDS[0]
    t.ok("a statement has its document", hit["document"]["id"] == "r1" and
         hit["document"]["site"] == "Post" and hit["document"]["published"] == "2026-01-05")
    t.ok("and its speaker", hit["speaker"]["name"] == ANA and hit["speaker"]["role"] == "mayor" and
         hit["speaker"]["id"] > 0)
    for part in ("source", "cue", "content"):
        t.ok(f"{part}: places in the document", hit[part]["spans"] ==
             record["attributions"][0][part]["spans"] and
             hit[part]["text"] == record["attributions"][0][part]["text"], hit[part])
    context = hit["context"]
    words = [context["text"][b:e] for b, e in
             (m["span"] for m in context["marks"] if m["kind"] == "word")]
    t.same("the words are marked", words, ["harbour", "open"])
    t.ok("sentences around it", hit["before"] is None and
         hit["after"] == "Leo Brandt said that taxes will rise by a tenth next year.", hit)
    everything = s.get(f"{API}/search?limit=1000").json()["results"]
    for sort in ("newest", "oldest", "confidence"):
        t.same(f"pages of one, {sort}",
               [h["statement"] for h in pages(s, f"/search?sort={sort}")],
               [h["statement"] for h in s.get(f"{API}/search?limit=1000&sort={sort}")
                .json()["results"]])
    t.same("relevance", len(pages(s, "/search?q=harbour&sort=relevance")),
           sum("harbour" in h["content"]["text"] for h in everything))
    person = hit["speaker"]["id"]
    for query, want in {
        f"speaker_id={person}": lambda h: (h["speaker"] or {}).get("id") == person,
        f"speaker_id={person}&q=harbour": lambda h: h["speaker"]["id"] == person and
                                          "harbour" in h["content"]["text"],
        "speaker=leo": lambda h: h["source"] and "Leo" in h["source"]["text"],
        "role=mayor": lambda h: (h["speaker"] or {}).get("role") in ("mayor", "Mayor"),
        "outlet=times": lambda h: h["document"]["site"] == "Times",
        "from=2026-02": lambda h: h["document"]["published"] >= "2026-02",
        "to=2026-01-05": lambda h: h["document"]["published"] <= "2026-01-05",
        "form=direct": lambda h: h["form"] == "direct",
        "act=speech": lambda h: h["act"] == "speech",
        "cue=say": lambda h: h["cue"] and h["cue"]["lemma"] == "say",
        "min_confidence=0.9": lambda h: h["confidence"] >= 0.9,
    }.items():
        have = s.get(f"{API}/search?limit=1000&{query}").json()["results"]
        wanted = [h["statement"] for h in everything if want(h)]
        months = s.get(f"{API}/search/months?{query}").json()
        t.same(f"months of {query}", {m["month"]: m["statements"] for m in months["months"]},
               dict(Counter(h["document"]["published"][:7] for h in have)))
        t.ok(f"search by {query}", wanted and sorted(h["statement"] for h in have) == sorted(wanted),
             [h["statement"] for h in have], wanted)
    for bad in ("limit=0", "limit=1001", "limit=x", "form=loud", "act=", "sort=best",
                "min_confidence=2", "min_confidence=-1", "from=yesterday", "to=2026-13",
                "cursor=x", "cursor=a,b,c", "speaker_id=0", "speaker_id=x", "nothing=1", "q=a&q=b",
                "format=xml", "q=" + "a" * 5000):
        answer = s.get(f"{API}/search?{bad}")
        t.ok(f"search with {bad[:30]} is refused",
             answer.status == 400 and answer.code() == "bad_parameter", answer.status, answer.body)
    for bad in ("limit=1", "sort=newest", "from=yesterday", "form=loud"):
        t.same(f"months with {bad} are refused", s.get(f"{API}/search/months?{bad}").status, 400)
    for odd in ('"', "a%22 OR b", "NEAR(", "*", "content:x", "%F0%9F%98%80", "%E2%80%AE"):
        t.same(f"'{odd}' are words like others",
               s.get(f"{API}/search?q={odd.replace(' ', '+')}").status, 200)


def check_documents(t, s):
    listed = s.get(f"{API}/documents?limit=100").json()["results"]
    t.ok("documents are listed, the newest first",
         [d["published"] for d in listed] == sorted((d["published"] for d in listed), reverse=True)
         and len(listed) == 5, listed)
    t.same("pages of them", pages(s, "/documents", 2), listed)
    t.same("by letters", [d["id"] for d in pages(s, "/documents?q=SCRIPT")], ["r2"])
    t.same("by outlet", len(pages(s, "/documents?outlet=times")), 3)
    numbers = {d["id"]: d["number"] for d in listed}
    record = s.get(f"{API}/documents/{numbers['r2']}").json()
    t.ok("a document is its record", record["text"] == RECORDS[1]["text"] and
         record["number"] == numbers["r2"] and record["title"] == RECORDS[1]["title"] and
         record["corrections"] == [])
    t.ok("with the numbers of its statements and people",
         all(a["statement"] > 0 and a["reviewed"] is None for a in record["attributions"]) and
         record["attributions"][0]["family"] > 0 and
         len({p["person"] for p in record["speakers"]}) == 1, record["speakers"])
    t.ok("what is hostile is text", s.get(f"{API}/documents/{numbers['r2']}").header(
        "Content-Type") == "application/json")
    t.same("there is no other", s.get(f"{API}/documents/999").code(), "not_found")
    return numbers


def check_people(t, s):
    people = s.get(f"{API}/speakers?limit=100").json()["results"]
    t.same("pages of speakers", pages(s, "/speakers", 2), people)
    ana = [p for p in people if p["name"] == ANA and p["person"]]
    t.ok("one person in several reports", len({p["person"] for p in ana}) == 1, people)
    t.same("by letters of the name", {p["name"] for p in pages(s, "/speakers?q=brandt")}, {LEO})
    profile = s.get(f"{API}/speakers/{ana[0]['person']}").json()
    t.ok("a profile has sums", profile["name"] == ANA and profile["statements"] == 6 and
         profile["documents"] == 5 and profile["first_day"] == "2026-01-05" and
         profile["last_day"] == "2026-02-07", profile)
    t.same("by month", profile["months"], [{"month": "2026-01", "statements": 3},
                                           {"month": "2026-02", "statements": 3}])
    t.same("by outlet", profile["outlets"], [{"name": "Times", "statements": 4},
                                             {"name": "Post", "statements": 2}])
    t.same("by role", profile["roles"], [{"name": "mayor", "statements": 2},
                                         {"name": "Mayor", "statements": 1},
                                         {"name": "candidate", "statements": 1}])
    t.ok("words are those of the person", "taxes" not in str(profile["words"]), profile["words"])
    t.same("nobody has that number", s.get(f"{API}/speakers/999").code(), "not_found")
    table = s.get(f"{API}/outlets").json()
    t.same("outlets by speakers", table, {
        "outlets": [{"name": "Times", "statements": 5}, {"name": "Post", "statements": 3}],
        "speakers": [{"person": ana[0]["person"], "name": ANA, "affiliation": None,
                      "statements": 6, "counts": [4, 2]},
                     {"person": [p for p in people if p["name"] == LEO][0]["person"], "name": LEO,
                      "affiliation": None, "statements": 2, "counts": [1, 1]}]})
    t.same("a smaller one", len(s.get(f"{API}/outlets?limit=1").json()["outlets"]), 1)


def check_families(t, s):
    families = s.get(f"{API}/families?limit=100").json()["results"]
    t.ok("families are listed", len(families) == 2 and
         all(f["members"] == 2 and f["wording_differs"] for f in families), families)
    t.same("pages of them", pages(s, "/families"), families)
    t.same("those that disagree", pages(s, "/families?disagree=true"), families)
    boats = pages(s, "/families?q=boats")
    t.same("by words", len(boats), 1)
    family = s.get(f"{API}/families/{boats[0]['family']}").json()
    pieces = family["members"][1]["pieces"]
    t.ok("differences are marked", family["members"][0]["outlet"] == "Post" and
         [p["text"] for p in pieces if p["kind"] == "added"] == ["most"] and
         [p["text"] for p in pieces if p["kind"] == "missing"] == ["all"], pieces)
    t.ok("the first is the earliest", boats[0]["first"]["statement"] ==
         family["members"][0]["statement"])
    t.same("there is no other", s.get(f"{API}/families/999").code(), "not_found")


def check_tables(t, s):
    for target in ("/search", "/documents", "/speakers", "/families"):
        answer = s.get(f"{API}{target}?format=csv&limit=1000")
        rows = list(csv.reader(io.StringIO(answer.body.decode())))
        t.ok(f"{target} as a table", answer.header("Content-Type").startswith("text/csv") and
             len(rows) > 2 and len({len(r) for r in rows}) == 1)
        t.ok(f"{target}: no formulas", not [c for r in rows for c in r
                                            if c.lstrip(" ")[:1] in ("=", "+", "-", "@", "\t")])
        first = s.get(f"{API}{target}?format=csv&limit=1")
        rest, cursor = [], first.header("Onrecord-Next")
        while cursor:
            answer = s.get(f"{API}{target}?format=csv&limit=1&cursor={cursor}")
            rest += list(csv.reader(io.StringIO(answer.body.decode())))[1:]
            cursor = answer.header("Onrecord-Next")
        t.same(f"{target}: page by page", list(csv.reader(io.StringIO(first.body.decode()))) + rest,
               rows)
    t.same("others are no tables", s.get(f"{API}/outlets?format=csv").code(), "bad_parameter")


def check_corrections(t, s, numbers):
    def statement(i):
        return s.get(f"{API}/documents/{numbers['r1']}").json()["attributions"][i]

    one, path = statement(0), f"{API}/corrections"
    wish = {"statement": one["statement"], "action": "confirm", "author": "jd"}
    for name, headers in {"no token": {}, "a wrong token": {"Authorization": "Bearer " + "0" * 32},
                          "a shorter token": {"Authorization": f"Bearer {s.token[:-1]}"},
                          "a longer token": {"Authorization": f"Bearer {s.token}0"},
                          "another scheme": {"Authorization": f"Basic {s.token}"},
                          "the bare token": {"Authorization": s.token}}.items():
        answer = s.post(path, wish, **headers)
        t.ok(f"{name} does not write", answer.status == 401 and answer.code() == "token" and
             answer.header("WWW-Authenticate") == "Bearer")
    answer = s.post(path, wish, Authorization=f"Bearer {s.token}", Origin="https://evil.example")
    t.same("nor does the token from another site", answer.status, 403)
    t.same("nothing was written", s.get(path).json()["results"], [])
    answer = s.write(path, wish)
    t.ok("confirmed", answer.status == 201 and
         answer.json() == {"correction": 1, "statement": one["statement"]}, answer.body)
    t.same("and shown so", statement(0)["reviewed"], "confirmed")
    edit = {**wish, "action": "edit", "reason": "caption",
            "fields": {"speaker": "Ana Ruiz-Holm", "role": None, "negated": True,
                       "cue": one["cue"]["spans"], "form": "mixed"}}
    answer = s.write(path, edit)
    t.ok("edited", answer.status == 201 and answer.json()["correction"] == 2, answer.body)
    now = statement(0)
    t.ok("and shown so", now["statement"] == answer.json()["statement"] and now["negated"] and
         now["form"] == "mixed" and now["reviewed"] == "edited", now)
    hits = pages(s, "/search?speaker=Holm")
    t.ok("and found so", [h["statement"] for h in hits] == [now["statement"]] and
         hits[0]["speaker"]["role"] is None, hits)
    answer = s.write(f"{path}/2/undo", {"author": "jd"})
    t.ok("undone", answer.status == 201 and answer.json() == {"correction": 3, "undoes": 2},
         answer.body)
    t.ok("and shown as before", statement(0)["speaker"] == one["speaker"] and
         not pages(s, "/search?speaker=Holm"))
    two = statement(1)
    answer = s.write(path, {"statement": two["statement"], "action": "reject", "author": "jd"})
    t.ok("rejected", answer.status == 201 and answer.json()["statement"] is None, answer.body)
    t.ok("and shown no more", not pages(s, "/search?q=taxes"))
    listed = s.get(path).json()["results"]
    t.ok("all is in the list", [c["action"] for c in listed] ==
         ["confirm", "edit", "undo", "reject"] and [c["active"] for c in listed] ==
         [True, False, True, True] and listed[2]["undoes"] == 2, listed)
    t.ok("with what was before", {"field": "negated", "before": "false", "after": "true"} in
         listed[1]["fields"] and listed[1]["author"] == "jd" and listed[1]["reason"] == "caption")
    t.same("page by page", pages(s, "/corrections"), listed)
    t.same("of one document", pages(s, f"/corrections?document={numbers['r1']}"), listed)
    t.same("of another", pages(s, f"/corrections?document={numbers['r2']}"), [])
    t.same("with the document", s.get(f"{API}/documents/{numbers['r1']}").json()["corrections"],
           listed)
    for name, body in {
        "nothing": {}, "no action": {"statement": 1, "author": "a"},
        "another action": {**wish, "action": "undo"}, "no author": {**wish, "author": None},
        "an edit of nothing": {**wish, "action": "edit", "fields": {}},
        "fields without edit": {**wish, "fields": {"role": "x"}},
        "another field": {**wish, "action": "edit", "fields": {"colour": "x"}},
        "a form that is none": {**wish, "action": "edit", "fields": {"form": "loud"}},
        "places beyond the text": {**wish, "action": "edit", "fields": {"content": [[0, 99999]]}},
        "places out of order": {**wish, "action": "edit", "fields": {"content": [[9, 3]]}},
        "places that are none": {**wish, "action": "edit", "fields": {"content": [[1, 2, 3]]}},
        "places of text": {**wish, "action": "edit", "fields": {"content": [["a", "b"]]}},
        "a number as value": {**wish, "action": "edit", "fields": {"role": 1}},
        "a text as statement": {**wish, "statement": "1"}, "a fraction": {**wish, "statement": 1.5},
        "another member": {**wish, "extra": 1}, "a list": [wish],
    }.items():
        answer = s.write(path, body)
        t.ok(f"{name} is refused", answer.status == 400 and
             answer.code() in ("bad_request", "bad_json"), answer.status, answer.body)
    t.same("a statement that is none", s.write(path, {**wish, "statement": 10 ** 9}).status, 404)
    t.same("a correction that is none", s.write(f"{path}/99/undo", {"author": "a"}).status, 404)
    t.same("an undo takes no action",
           s.write(f"{path}/1/undo", {"author": "a", "action": "reject"}).code(), "bad_json")
    t.same("text is no correction",
           s.ask("POST", path, {"Content-Type": "text/plain", "Authorization":
                                f"Bearer {s.token}"}, b"a").status, 415)
    t.same("nothing more was written", len(s.get(path).json()["results"]), 4)


def resolve(spec, schema):
    while "$ref" in schema:
        schema = spec["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def fits(spec, schema, value, where="answer"):
    """Why a value does not fit a schema of the document; None when it does. As strict as can be:
    members that the schema does not have are a fault, too, where it has any."""
    schema = resolve(spec, schema)
    if "allOf" in schema:
        merged = {}
        for part in schema["allOf"]:
            merged.update(resolve(spec, part)["properties"])
        merged["\0open"] = True
        schema = {"type": "object", "properties": merged}
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer",
             float: "number", type(None): "null"}
    name = names[type(value)]
    if kinds and name not in kinds and not (name == "integer" and "number" in kinds):
        return f"{where} is {name}, not {kinds}"
    for member, item in value.items() if isinstance(value, dict) else ():
        properties = schema.get("properties")
        if properties is None or (member not in properties and "\0open" in properties):
            continue
        if member not in properties:
            return f"{where}.{member} is not described"
        fault = fits(spec, properties[member], item, f"{where}.{member}")
        if fault:
            return fault
    for member in schema.get("required", []):
        if member not in value:
            return f"{where}.{member} is missing"
    for item in value if isinstance(value, list) else ():
        fault = fits(spec, schema.get("items", {}), item, f"{where}[]")
        if fault:
            return fault
    return None


def check_description(t, s, source):
    spec = s.get(f"{API}/openapi.json").json()
    t.same("it is OpenAPI 3.1", spec["openapi"], "3.1.0")
    refs = set(re.findall(r'"#/components/(\w+)/(\w+)"', json.dumps(spec)))
    t.ok("all references lead somewhere",
         all(name in spec["components"][kind] for kind, name in refs), refs)
    with open(os.path.join(source, "docs", "api.md"), encoding="utf-8") as f:
        written = set(re.findall(r"^    (GET|POST)\s+/api/v1(\S+)$", f.read(), re.M))
    described = {(method.upper(), path) for path, methods in spec["paths"].items()
                 for method in methods}
    t.same("docs/api.md has the same routes", written, described)
    for method, path in sorted(described):
        other = s.ask("DELETE", f"{API}{path.replace('{n}', '1')}")
        t.ok(f"{path} is routed", other.status == 405 and method in other.header("Allow"))
    for path, methods in spec["paths"].items():
        if "get" not in methods or path in ("/metrics", "/openapi.json"):
            continue
        answer = s.get(f"{API}{path.replace('{n}', '1')}")
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        if path.endswith("{n}"):
            schema = {**resolve(spec, schema)}
        value = answer.json()
        if path == "/documents/{n}":
            schema = {"allOf": [{"$ref": "#/components/schemas/Record"}]}
        fault = fits(spec, schema, value)
        t.ok(f"{path} answers as described", answer.status == 200 and fault is None, fault)
    for parameter in spec["paths"]["/search"]["get"]["parameters"]:
        value = {"integer": "1", "number": "0.5", "boolean": "true"}.get(
            parameter["schema"].get("type"), "2026" if parameter["name"] in ("from", "to") else "a")
        value = parameter["schema"].get("enum", [value])[0]
        if parameter["name"] != "cursor":
            t.same(f"/search takes {parameter['name']}",
                   s.get(f"{API}/search?{parameter['name']}={value}").status, 200)


def main():
    program, model, source = sys.argv[1:4]
    t = Tap()
    with tempfile.TemporaryDirectory() as folder:
        store = make_store(program, folder, model)
        add_records(program, store, folder, RECORDS)
        with Server(program, "--db", store, model=model) as s:
            check_search(t, s)
            numbers = check_documents(t, s)
            check_people(t, s)
            check_families(t, s)
            check_tables(t, s)
            check_description(t, s, source)
            check_corrections(t, s, numbers)
            t.same("it ends well", s.stop(), 0)
        with Server(program, "--db", store, "--read-only", model=model) as s:
            t.ok("read-only: no token, no corrections", s.token is None and
                 s.post(f"{API}/corrections/1/undo", {"author": "a"}).status == 401 and
                 s.get(f"{API}/health").json()["writable"] is False)
            t.same("it ends well", s.stop(), 0)
        with Server(program, model=model) as s:
            answer = s.get(f"{API}/search")
            t.ok("without a store", answer.status == 404 and answer.code() == "no_store")
    t.finish()


main()
