#!/bin/sh
# The commands that work on a store: add, search, speakers, show, families, correct, export, verify;
# and what happens to a store when things go wrong.
. "$(dirname "$0")/lib.sh"

escape=$(printf '\033')

add() {
    "$program" add ${model:+--model "$model"} "$@" >out 2>err </dev/null
    status=$?
}
ask() { python3 -c 'import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])' "$@"; }
is() { [ "$1" = "$2" ]; }

cat >story.txt <<'END'
Mayor Ana Ruiz said on Monday that the harbour would stay open through the winter.

"We will not close the harbour, and we will pay every worker in full," Ruiz told reporters.
END
cat >day.jsonl <<'END'
{"id": "post-1", "site": "Post", "published": "2026-01-05", "url": "https://post.example/1", "text": "\"We will not close the harbour, and we will pay every worker in full,\" Ana Ruiz said.\n\nThe union said it was pleased."}
{"id": "times-1", "site": "Times", "published": "2026-01-06", "url": "https://times.example/1", "text": "\"We will not close the harbour, and we will pay each worker in full,\" Mayor Ana Ruiz said on Monday.\n\nCritics said the money was missing."}
{"id": "odd", "title": "=cmd|' /C calc'!A0", "published": "not a date", "url": "x', 'y'); DROP TABLE document; --", "byline": "\u202Eevil\nname", "text": "Bobby Tables said: \"It's a '); DROP TABLE attribution; -- day.\"\n\nShe said that =SUM(A1) was \u202Ewrong."}
END

# ---- add ----

add --db record.db story.txt day.jsonl
ok 'add: all are new' all is_status 0 -- is_empty out -- has err 'added 4, already there 0'
ok 'the file stands alone' all [ -s record.db ] -- [ ! -e record.db-wal ]
add --db record.db day.jsonl story.txt
ok 'add again: all are there' all is_status 0 -- has err 'added 0, already there 4'
add --db record.db --jobs 3 --quiet missing.txt story.txt
ok 'a missing file: status 3, named' all is_status 3 -- has_lines err 1 -- has err 'missing.txt'
add --db small.db --max-size 50 --max-unpacked 1G --max-ratio 10 story.txt
ok 'add --max-size' all is_status 1 -- has err 'limit of 50 bytes' -- \
    is "$(ask small.db 'select count(*) from document')" 0
for wrong in '--max-size 10X' '--max-unpacked x' '--max-ratio 1e9'; do
    add --db small.db $wrong story.txt
    ok "add $wrong: wrong usage" all is_status 2 -- has err "onrecord: .*${wrong% *}"
done
add story.txt
ok 'no store given: status 2' all is_status 2 -- has err '--db'
ok 'ids and hostile words are kept as they are' \
    is "$(ask record.db "select count(*) from documents where name = 'odd' and day is null")" 1

# ---- search, speakers, show ----

run search --db record.db harbour winter
ok 'search: words' all is_status 0 -- has_lines out 1 -- has out 'stay open through the winter'
run search --db record.db --speaker 'ana ruiz' --from 2026-01-06 --to 2026-01 worker -f text
ok 'search: speaker and days, as text' \
    all is_status 0 -- has out 'Mayor Ana Ruiz' -- has out 'Times' -- has out '\*worker\*'
run search --db record.db --outlet POST --format csv
ok 'search: outlet, as csv' all is_status 0 -- has out '^statement,speaker' -- has out 'pleased'
run search --db record.db '" OR (' "';--" --speaker '*'
ok 'search: operators in words are words' all is_status 0 -- is_empty out
run search --db record.db --fts 'a AND ('
ok 'search --fts: bad syntax is status 2' all is_status 2 -- has err 'syntax'
run search --db record.db --from yesterday
ok 'search: no date is status 2' all is_status 2 -- has err 'yesterday'
run search --db record.db -f text
ok 'search: no control characters in text' \
    all is_status 0 -- has_not out "$escape" -- has_not out "$(printf '\342\200\256')"
run search --db nothing.db word
ok 'search: no store, no new file' all is_status 1 -- has err 'nothing.db' -- [ ! -e nothing.db ]
run search --db record.db --limit 1
cursor=$(sed -n "s/.*--cursor '\(.*\)'/\1/p" err)
run search --db record.db --limit 0 --cursor "$cursor"
lines=$(wc -l <out)
run search --db record.db --limit 0
ok 'search: a cursor goes on' is "$(wc -l <out)" "$((lines + 1))"
run speakers --db record.db ruiz -f csv
ok 'speakers' all is_status 0 -- has out '^name,kind' -- has out 'Ruiz'
run show --db record.db post-1 times-1
ok 'show' all is_status 0 -- has out 'https://post.example/1' -- has out '\[[0-9]* '
run show --db record.db post-1 nobody
ok 'show: one is not there' all is_status 3 -- has err 'nobody'

# ---- families ----

run families --db record.db -f text
ok 'families: the same words, the difference marked' \
    all is_status 0 -- has out 'Family 1: [23] reports' -- has out '\[-every-\]' -- \
    has out '{+each+}' -- has out 'wording differs'
run families --db record.db winter -f jsonl
ok 'families: of other words there are none' all is_status 0 -- is_empty out

# ---- corrections ----

run search --db record.db pleased
id=$(sed -n 's/^{"statement":\([0-9]*\).*/\1/p' out)
run correct --db record.db --author 'J. Doe' --reason 'read it' --speaker 'Dock Union' edit "$id"
ok 'correct: edit' all is_status 0 -- has err 'correction 1'
run search --db record.db --speaker 'dock union'
ok 'the edit is found' all has_lines out 1 -- has out '"reviewed":"edited"'
add --db record.db day.jsonl
run export --db record.db --format brat --corrected --output training
ok 'export brat: texts and standoff of what was corrected' \
    all is_status 0 -- has training/*.ann 'Source' -- has training/*.txt 'pleased'
run correct --db record.db --author x undo 1
run search --db record.db --speaker 'dock union'
ok 'undo: it is found no more' is_empty out
run correct --db record.db log
ok 'the log has both' all has_lines out 2 -- has out 'edit (undone)' -- has out 'undo 1'
run correct --db record.db reject "$id"
ok 'no author: status 2' all is_status 2 -- has err 'author'
run correct --db record.db --author x --form loud edit "$id"
ok 'no form: status 2' all is_status 2 -- has err 'form'

# ---- export, verify ----

run export --db record.db
cp out export.jsonl
ok 'export: a record a document' all is_status 0 -- has_lines out 4
"$program" read ${model:+--model "$model"} story.txt day.jsonl >read.jsonl
cat >same.py <<'END'
import json, sys
def load(name):
    return [json.loads(line) for line in open(name, encoding="utf-8")]
sys.exit(load("read.jsonl") != load("export.jsonl"))
END
ok 'export is what read prints' python3 same.py
run verify export.jsonl --against story.txt day.jsonl
ok 'verify: the export against the originals' all is_status 0 -- has err 'verified 4, altered 0'
run verify record.db
ok 'verify: the store' all is_status 0 -- has err 'verified 4, altered 0, missing 0'
sed 's/every worker/no worker/' export.jsonl >forged.jsonl
run verify forged.jsonl
ok 'verify: altered texts are found' all is_status 1 -- has err 'altered: post-1' -- has err 'SHA-256'
printf 'Another text.\n' >other.txt
run verify export.jsonl --against story.txt other.txt
ok 'verify: missing originals are named' all is_status 1 -- has err 'missing 3'
cp record.db forged.db
python3 -c "import sqlite3; c = sqlite3.connect('forged.db'); c.execute(
    \"update attribution set content = replace(content, 'every', 'no')\"); c.commit()"
run verify forged.db
ok 'verify: an altered quotation in a store' all is_status 1 -- has err 'altered: .*attribution'
python3 -c "import sqlite3; c = sqlite3.connect('forged.db'); c.execute(
    'delete from text where document = 2'); c.commit()"
run verify forged.db
ok 'verify: a missing text' all is_status 1 -- has err 'missing: '
run export --db forged.db
ok 'export: never less than all, in silence' all is_status 1 -- has err 'incomplete'
run export --db record.db --format csv
cat >table.py <<'END'
import csv, sys
rows = list(csv.reader(open("out", encoding="utf-8", newline="")))
assert all(len(row) == len(rows[0]) for row in rows), "ragged"
assert len(rows) > 5
assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row if cell), "formula"
END
ok 'export csv: whole rows, no formulas' python3 table.py
run export --db record.db --format webannotation
cat >annotations.py <<'END'
import json
texts = {r["url"] or "urn:sha256:" + r["sha256"]: r["text"] for r in map(json.loads, open("export.jsonl"))}
count = 0
for line in open("out"):
    note = json.loads(line)
    for target in note["target"]:
        place, quote = target["selector"]
        text = texts[target["source"]]
        assert text[place["start"]:place["end"]] == quote["exact"]
        assert text[:place["start"]].endswith(quote["prefix"])
        count += 1
assert count > 5
END
ok 'export webannotation: selectors point at the words' python3 annotations.py

# ---- when things go wrong ----

python3 - <<'END'
import json
with open("many.jsonl", "w") as out:
    for i in range(400):
        text = " ".join(f'Speaker {i} of town {i * 7 % 31} said that road number {i * j} was closed on day {j}.'
                        for j in range(1, 12))
        out.write(json.dumps({"id": f"m{i}", "text": text}) + "\n")
END
add --db whole.db many.jsonl
run export --db whole.db
cp out whole.jsonl

printf 'no database at all, just a line of text, and then some\n' >text.db
add --db text.db story.txt
ok 'not a database: status 1, left alone' \
    all is_status 1 -- has err 'not an SQLite database' -- has text.db 'just a line'
python3 -c "import sqlite3; c = sqlite3.connect('newer.db'); c.execute('create table t (x)')
c.execute('pragma user_version = 99'); c.execute('pragma application_id = 0x4F4E5253'); c.commit()"
add --db newer.db story.txt
ok 'a newer schema: status 1' all is_status 1 -- has err 'newer onrecord'

( ulimit -f 3000; exec "$program" add ${model:+--model "$model"} --db full.db many.jsonl ) >out 2>err
status=$?
ok 'a file that may not grow: said, and to be continued' \
    all [ "$status" -ne 0 ] -- has err 'run the same command again'
add --db full.db many.jsonl
run export --db full.db
ok 'the same command again ends with all of it' same out whole.jsonl

if [ -w /dev/shm ] && mkdir tiny && mount -t tmpfs -o size=2m tmpfs tiny 2>/dev/null; then
    "$program" add ${model:+--model "$model"} --db tiny/full.db many.jsonl >out 2>err
    status=$?
    ok 'a full disk: said' all [ "$status" -ne 0 ] -- has err 'disk is full'
    run verify tiny/full.db
    ok 'what is on the full disk is sound' is_status 0
    umount tiny
else
    skip 'a full disk' 'no tmpfs can be mounted'
fi

python3 - <<'END' &
import sqlite3, time
c = sqlite3.connect("whole.db", isolation_level=None)
c.execute("begin immediate")
open("locked", "w").close()
time.sleep(2)
c.execute("rollback")
END
locker=$!
while [ ! -e locked ]; do sleep 0.1; done
run search --db whole.db road
ok 'readers read while a writer has the lock' all is_status 0 -- has_lines out 20
add --db whole.db story.txt
ok 'a second writer waits for the first' all is_status 0 -- has err 'added 1'
wait "$locker"

# Somebody who may not write, neither the file nor its folder.
mkdir reading
cp record.db reading/
chmod 755 "$dir" reading
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null 2>&1; then
    cp "$program" onrecord
    as_nobody='setpriv --reuid 65534 --clear-groups ./onrecord'
else
    chmod 555 reading
    chmod 444 reading/record.db
    as_nobody=$program
fi
$as_nobody search --db reading/record.db harbour >out 2>err
status=$?
ok 'a read-only file in a read-only folder is searched' all is_status 0 -- has out 'harbour'
$as_nobody correct --db reading/record.db --author x reject 1 >out 2>err
status=$?
ok 'and cannot be written: said' all is_status 1 -- has err 'read-only'
run verify reading/record.db
ok 'nothing is lost' is_status 0
chmod 755 reading

# Ended by force at some moment, as often as it takes.
kills=0
while [ $kills -lt 8 ]; do
    kills=$((kills + 1))
    "$program" add ${model:+--model "$model"} --quiet --db killed.db many.jsonl >/dev/null 2>&1 &
    victim=$!
    sleep 0.0$kills
    kill -9 "$victim" 2>/dev/null
    wait "$victim" 2>/dev/null
done
add --db killed.db many.jsonl
run export --db killed.db
ok 'killed and finished: as if never killed' same out whole.jsonl
run verify killed.db
ok 'and sound' is_status 0

finish
