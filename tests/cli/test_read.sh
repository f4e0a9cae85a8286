#!/bin/sh
# `onrecord read`: formats, inputs, exit statuses, threads, and where the bytes go.
. "$(dirname "$0")/lib.sh"

escape=$(printf '\033')

# ---- inputs ----

printf 'The mayor said, "We will appeal."\n\nShe denied that money was missing.\n' >story.txt
printf 'Ministers met on Monday.\n' >other.txt
: >empty.txt
printf '\n \t\n\n' >blank.txt
cat >good.jsonl <<'END'
{"id": "a", "text": "\"It is late,\" he said."}
{"id": "b", "text": "Nobody spoke.", "title": "Silence", "published": "2020-01-02"}
END
cat >mixed.jsonl <<'END'
{"id": "a", "text": "The board said it would wait."}
{"id": "b", "text": "unfinished
{"id": "c"}
[1, 2]
{"id": "e", "text": "The union agreed, she said."}
END
printf '{"id": "a"}\n{"id": "b"}\n' >bad.jsonl
i=0
while [ $i -lt 200 ]; do
    i=$((i + 1))
    printf '{"id": "r%d", "text": "Spokeswoman %d said on day %d: \\"We have %d caf\\u00e9s.\\"' \
        $i $i $((i % 31)) $((i * i))
    j=0
    while [ $j -lt $((i % 17)) ]; do
        j=$((j + 1))
        printf ' According to officials, number %d was never counted.' $j
    done
    printf '"}\n'
    [ $((i % 50)) -ne 0 ] || echo 'this is not JSON'
done >many.jsonl

has_record() { has "$1" '"schema": *"onrecord/1"'; }
has_no_attributions() { has "$1" '"attributions": *\[\]'; }

# ---- formats ----

read_with story.txt </dev/null
ok 'into a file the format is jsonl' \
    all is_status 0 -- has_lines out 1 -- has_record out -- is_empty err
cp out story.default

read_with --format jsonl story.txt
ok '--format jsonl is the same' all is_status 0 -- same out story.default
read_with --format=jsonl story.txt
ok '--format=jsonl' all is_status 0 -- same out story.default
read_with -fjsonl -- story.txt
ok '-fjsonl and --' all is_status 0 -- same out story.default
read_with story.txt -f jsonl -q -j 1
ok 'options behind the file' all is_status 0 -- same out story.default
ok 'the id is the file name without extension' has out '"id": *"story"'
ok 'the text is in the record' has out 'We will appeal'

for format in text brat conllu; do
    read_with --format $format story.txt
    ok "--format $format" all is_status 0 -- is_empty err -- has_not out '"schema"'
    ok "--format $format has no escape sequences in a file" has_not out "$escape"
done

# ---- standard input ----

read_with <story.txt
ok 'no file is standard input' all is_status 0 -- has_lines out 1 -- has out '"id": *"stdin"'
cp out stdin.out
read_with - <story.txt
ok '- is standard input' all is_status 0 -- same out stdin.out
read_with other.txt - good.jsonl <story.txt
ok 'several files in order' all is_status 0 -- has_lines out 4
grep -o '"id": *"[a-z]*"' out | tr -d ' ' >ids
printf '"id":"other"\n"id":"stdin"\n"id":"a"\n"id":"b"\n' >ids.expected
ok 'their ids in order' same ids ids.expected
printf 'He said no.\n' >-dash.txt
read_with -- -dash.txt
ok '-- lets a name begin with a dash' all is_status 0 -- has out '"id": *"-dash"'

# ---- nothing in the text ----

for name in empty blank; do
    read_with $name.txt
    ok "$name file is a record without attributions" \
        all is_status 0 -- has_lines out 1 -- has_no_attributions out -- is_empty err
    for format in text brat conllu; do
        read_with --format $format $name.txt
        ok "$name file in $format" all is_status 0 -- is_empty err
    done
done

# ---- failures ----

read_with missing.txt
ok 'a missing file alone: status 1, named' \
    all is_status 1 -- is_empty out -- has_lines err 1 -- has err '^onrecord: missing.txt: '
mkdir -p folder
read_with folder
ok 'a directory alone: status 1, named' \
    all is_status 1 -- is_empty out -- has_lines err 1 -- has err '^onrecord: folder: '
read_with ''
ok 'an empty name: status 1' all is_status 1 -- has_lines err 1
read_with missing.txt story.txt folder
ok 'good files among bad ones: status 3, all named' \
    all is_status 3 -- same out story.default -- has_lines err 2 -- \
    has err '^onrecord: missing.txt: ' -- has err '^onrecord: folder: '
read_with mixed.jsonl
ok 'broken lines: status 3, each named with its line' \
    all is_status 3 -- has_lines out 2 -- has_lines err 3 -- has err '^onrecord: mixed.jsonl:2: ' \
    -- has err '^onrecord: mixed.jsonl:3: ' -- has err '^onrecord: mixed.jsonl:4: '
read_with bad.jsonl
ok 'only broken lines: status 1' all is_status 1 -- is_empty out -- has_lines err 2
read_with - <mixed.jsonl
ok 'lines of standard input are named' all is_status 3 -- has err '^onrecord: standard input:2: '
read_with --quiet mixed.jsonl
ok '--quiet still names failures' all is_status 3 -- has_lines err 3
read_with "$(printf 'a\033[31mb\nc')"
ok 'a hostile name stays one clean line' \
    all is_status 1 -- has_lines err 1 -- has_not err "$escape"

# ---- threads ----

read_with --jobs 1 many.jsonl other.txt missing.txt mixed.jsonl
ok 'many lines with one job' all is_status 3 -- has_lines out 203
cp out one.out
cp err one.err
for jobs in 0 2 4 64 256; do
    read_with --jobs $jobs many.jsonl other.txt missing.txt mixed.jsonl
    ok "--jobs $jobs gives the same bytes" all is_status 3 -- same out one.out -- same err one.err
done
read_with --jobs 4 many.jsonl --quiet
cp out again.out
read_with --jobs 4 many.jsonl
ok 'a second run gives the same bytes' same out again.out
read_with --jobs 4 missing.txt
ok '--jobs 4 with nothing to read' all is_status 1 -- has_lines err 1
for format in text brat conllu; do
    read_with --format $format --jobs 1 many.jsonl
    cp out one.out
    read_with --format $format --jobs 4 many.jsonl
    ok "--jobs 4 gives the same bytes of $format" same out one.out
done

# ---- where the output goes ----

if [ -w /dev/full ]; then
    for jobs in 1 4; do
        "$program" read ${model:+--model "$model"} --jobs $jobs many.jsonl >/dev/full 2>err
        status=$?
        ok "a full disk with --jobs $jobs: status 1 and a message" \
            all is_status 1 -- has err 'cannot write to standard output'
    done
else
    skip 'a full disk' 'no /dev/full'
fi
"$program" read ${model:+--model "$model"} story.txt >&- 2>err
status=$?
ok 'standard output is closed: status 1' all is_status 1 -- has_lines err 1
"$program" read ${model:+--model "$model"} >out 2>err <&-
status=$?
ok 'standard input is closed: status 1' all is_status 1 -- is_empty out -- has_lines err 1
for jobs in 1 4; do
    {
        "$program" read ${model:+--model "$model"} --jobs $jobs many.jsonl 2>err
        echo $? >pipe.status
    } | head -c 10 >out
    status=$(cat pipe.status)
    ok "a reader that goes away with --jobs $jobs: status 1, no message about it" \
        all is_status 1 -- has_not err 'cannot write'
done

# ---- JSON and terminals, where Python is there to look ----

if ! command -v python3 >/dev/null 2>&1; then
    skip 'every line is JSON, offsets count code points' 'no python3'
    skip 'a terminal' 'no python3'
    finish
fi

cat >records.py <<'END'
import json, sys, hashlib
for line in open("out", encoding="utf-8", newline="\n"):
    record = json.loads(line)
    text = record["text"]
    assert record["schema"] == "onrecord/1"
    assert record["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    for attribution in record["attributions"]:
        for part in ("source", "cue", "content"):
            value = attribution[part]
            if value is not None:
                for begin, end in value["spans"]:
                    assert 0 <= begin < end <= len(text)
                if len(value["spans"]) == 1:
                    (begin, end), = value["spans"]
                    assert text[begin:end] == value["text"]
END
read_with many.jsonl story.txt blank.txt
ok 'every line is JSON, offsets count code points' python3 records.py

# Runs a command on a new terminal 100 columns wide and prints what appears there.
cat >terminal.py <<'END'
import fcntl, os, pty, struct, sys, termios
child, fd = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    os.execv(sys.argv[1], sys.argv[1:])
while True:
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    os.write(1, data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
END
on_terminal() {
    python3 terminal.py "$program" read ${model:+--model "$model"} "$@" >out 2>err
    status=$?
}
TERM=xterm
export TERM
on_terminal story.txt
ok 'on a terminal the format is text' all is_status 0 -- has_not out '"schema"'
NO_COLOR=1 on_terminal story.txt
ok 'NO_COLOR on a terminal: no escape sequences' all is_status 0 -- has_not out "$escape"
TERM=dumb on_terminal story.txt
ok 'a dumb terminal: no escape sequences' all is_status 0 -- has_not out "$escape"
on_terminal --format jsonl story.txt
ok 'jsonl on a terminal: no escape sequences' all is_status 0 -- has_not out "$escape"
tr -d '\r' <out >plain.out
ok 'jsonl on a terminal is the same record' same plain.out story.default

finish
