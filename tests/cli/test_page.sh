#!/bin/sh
# What a record says of the page around the statements: blocks, people, language, warnings.
. "$(dirname "$0")/lib.sh"

# A page as a machine may have translated it; all of it is made up.
cat >page.txt <<'END'
Unlock the County View Newspaper FREE
Your guide to what the vote on the bridge means for Riverton and the county
The bridge of Riverton “will stay open,” the mayor said on Monday, after a meeting of the council.
“Safety safety must be paid by the county,” Ana Ruiz said, adding that the council agreed.
Her words met with relief and relief in the town, which co -ordinates the work.
“It is a pleasure to join the Secretary of Bridges) (Pete) Hale, who confirmed me this today,” she said.
Sign up to hear what experts say about bridges
Additional reporting by Bo Li
END
printf 'Der Chef sagte, dass er nicht mit den anderen zu dem Treffen geht, das für sie ist.\n' >german.txt
cat >given.jsonl <<'END'
{"id": "g", "text": "It rained.", "byline": "By Ana Ruiz and Bo Li, Political Editor", "language": "en-GB", "site": "The Bell", "section": "Weather", "modified": "2024-05-02"}
END

cat >page.py <<'END'
import json
records = {r["id"]: r for r in map(json.loads, open("out", encoding="utf-8"))}
page, text = records["page"], records["page"]["text"]
kinds = [b["kind"] for b in page["blocks"]]
assert kinds == ["promotion"] * 2 + ["body"] * 4 + ["promotion", "credit"], kinds
for block, line in zip(page["blocks"], text.split("\n")):
    begin, end = block["span"]
    assert text[begin:end] == line
assert page["byline"] == ["Bo Li"] and page["language"] == "en"
found = {w["kind"]: w["text"] for w in page["warnings"]}
assert found["repeated-word"] == "Safety safety"
assert found["repeated-phrase"] == "relief and relief"
assert found["unbalanced-bracket"] == "Bridges)"
assert found["spacing"] == "co -ordinates"
assert "machine-translated" in found
assert len(found) == 5 and all(w["why"] for w in page["warnings"])
begins = [w["span"][0] for w in page["warnings"]]
assert begins == sorted(begins)
silent = [b["span"] for b in page["blocks"] if b["kind"] in ("promotion", "credit")]
cues = [s for a in page["attributions"] if a["cue"] for s in a["cue"]["spans"]]
assert cues and not [c for c in cues for b, e in silent if b <= c[0] < e]
german = records["german"]
assert german["language"] == "de"
assert [w["kind"] for w in german["warnings"]] == ["not-english"]
given = records["g"]
assert given["byline"] == ["Ana Ruiz", "Bo Li"]
assert given["language"] == "en-GB" and given["warnings"] == []
assert (given["site"], given["section"], given["modified"]) == ("The Bell", "Weather", "2024-05-02")
END
run read --format jsonl ${model:+--model "$model"} page.txt german.txt given.jsonl
ok 'blocks, byline, language and warnings' python3 page.py
run read --format text ${model:+--model "$model"} page.txt
ok 'the text format lists warnings' has out '! A word stands twice.'

finish
