#!/usr/bin/env python3
"""What the records say of the pages: warnings on clean articles, and the report of the corpora.

    tools/warnings.py clean RECORDS        warnings by kind; how many an article
    tools/warnings.py report EXPECTED RECORDS
                                           the lines and marks that EXPECTED (expected.json) names

RECORDS is JSON Lines from `onrecord read`. An article counts as clean although some hold real
slips; the figure is an upper bound of false alarms. Plain Python 3.
"""
import collections
import json
import sys


def records(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def clean(path):
    docs = records(path)
    kinds = collections.Counter(w["kind"] for d in docs for w in d["warnings"])
    warned = sum(1 for d in docs if d["warnings"])
    languages = collections.Counter(d["language"] for d in docs)
    total = sum(kinds.values())
    print(f"{len(docs)} articles, {total} warnings, {total / max(1, len(docs)):.3f} an article; "
          f"{warned} articles with one or more")
    for kind, count in kinds.most_common():
        print(f"  {kind:20} {count}")
    print("languages: " + ", ".join(f"{k or 'none'} {n}" for k, n in languages.most_common()))


# Our name of each kind in expected.json.
KINDS = {"repeated-phrase": "repeated-phrase", "repeated-word": "repeated-word",
         "unbalanced-bracket": "unbalanced-bracket", "spacing": "spacing",
         "quotes-may-not-be-verbatim": "machine-translated"}


def has_warning(record, wanted):
    text = record["text"]
    place = text.find(wanted["text"]) if "text" in wanted else None
    for w in record["warnings"]:
        if w["kind"] != KINDS[wanted["kind"]]:
            continue
        if place is None or place <= w["span"][0] < place + len(wanted["text"]):
            return True
    return False


def line_kinds(record):
    """The kind of the block that holds the end of each line (a dateline may begin it)."""
    kinds, at = [], 0
    for line in record["text"].split("\n"):
        end = at + len(line)
        kinds += [b["kind"] for b in record["blocks"] if b["span"][0] < end <= b["span"][1]][:1]
        at = end + 1
    return kinds


def report(expected_path, path):
    with open(expected_path, encoding="utf-8") as f:
        expected = json.load(f)
    record = next(r for r in records(path) if r["id"] == expected["id"])
    other, kinds = expected["other"], line_kinds(record)
    checks = [(f"line {n} is promotion", kinds[n - 1] == "promotion") for n in other["promo_lines"]]
    n = other["credit_line"]
    checks.append((f"line {n} is credit", kinds[n - 1] == "credit"))
    checks += [(f"{name} is in the byline", name in (record["byline"] or []))
               for name in other["contributors"]]
    checks += [(f"warning {w['kind']}", has_warning(record, w)) for w in other["warnings"]
               if w["kind"] in KINDS]
    more = [w["kind"] for w in record["warnings"]
            if w["kind"] not in [KINDS.get(x["kind"]) for x in other["warnings"]]]
    for what, held in checks:
        print(("found   " if held else "MISSED  ") + what)
    print(f"{sum(held for _, held in checks)} of {len(checks)}; other warnings: {len(more)}")


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "clean":
        clean(sys.argv[2])
    elif len(sys.argv) == 4 and sys.argv[1] == "report":
        report(sys.argv[2], sys.argv[3])
    else:
        sys.exit(__doc__.strip())


main()
