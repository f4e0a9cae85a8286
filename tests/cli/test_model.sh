#!/bin/sh
# Models that cannot be used: exit status 1 and one line that says why.
. "$(dirname "$0")/lib.sh"

echo 'A text.' >report.txt

# refused NAME MODEL
refused() {
    run read --model "$2" report.txt
    ok "$1" all is_status 1 -- is_empty out -- has_lines err 1 -- \
        has err '^onrecord: no usable model: '
}

# put_byte FILE OFFSET OCTAL
put_byte() {
    printf "\\$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>dd.log
}

refused 'a missing file' "$dir/missing.onrm"
refused 'a directory' "$dir"
refused 'a device' /dev/null
: >empty.onrm
refused 'an empty file' empty.onrm
refused 'a text' report.txt
run read report.txt --model=missing.onrm --quiet
ok '--quiet keeps the message' all is_status 1 -- has_lines err 1

if [ -z "$model" ]; then
    for name in 'a whole copy' 'a truncated copy' 'an altered byte' 'another version'; do
        skip "$name" 'no model given'
    done
    finish
fi

size=$(wc -c <"$model")
cp "$model" copy.onrm
chmod u+w copy.onrm
run read --model copy.onrm report.txt
ok 'a whole copy works' all is_status 0 -- has_lines out 1 -- is_empty err

for kept in 100 200 $((size / 2)) $((size - 1)); do
    head -c "$kept" "$model" >short.onrm
    refused "a copy of $kept bytes" short.onrm
done
{ cat "$model"; echo; } >long.onrm
refused 'a copy that is too long' long.onrm

for offset in 8 40 140 $((size / 2)) $((size - 1)); do
    old=$(od -An -tu1 -j "$offset" -N 1 "$model")
    cp "$model" altered.onrm
    chmod u+w altered.onrm
    put_byte altered.onrm "$offset" "$(printf %o $((old ^ 1)))"
    refused "byte $offset altered" altered.onrm
done
cp "$model" newer.onrm
chmod u+w newer.onrm
put_byte newer.onrm 8 143
run read --model newer.onrm report.txt
ok 'another version is named' all is_status 1 -- has err 'version 99'

finish
