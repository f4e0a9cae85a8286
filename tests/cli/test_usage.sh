#!/bin/sh
# Help, version, and what happens to command lines that make no sense. Needs no model.
. "$(dirname "$0")/lib.sh"

for arguments in --help -h help; do
    run $arguments
    ok "$arguments lists the commands on standard output" \
        all is_status 0 -- has out '^  read ' -- is_empty err
done

for arguments in 'read --help' 'read -h' 'help read' 'read file --help'; do
    run $arguments
    ok "$arguments lists the options on standard output" \
        all is_status 0 -- has out '--format' -- has out '--jobs' -- is_empty err
done

for arguments in --version -V 'read --version'; do
    run $arguments
    ok "$arguments prints one line on standard output" \
        all is_status 0 -- has_lines out 1 -- has out '^onrecord [0-9]' -- is_empty err
done

run
ok 'no command: usage on standard error' all is_status 2 -- has err '^Usage:' -- is_empty out

for arguments in frobnicate --frobnicate -x 'help frobnicate' -- - \
    'read --frobnicate' 'read --form jsonl' 'read -x' 'read --format xml' 'read --format' \
    'read --format=' 'read --jobs' 'read --jobs many' 'read --jobs -1' 'read --jobs 257' \
    'read --jobs 4x' 'read --jobs=' 'read --jobs 99999999999999999999' 'read --model' \
    'read --quiet=yes' 'read -j'; do
    run $arguments
    ok "'$arguments' is wrong usage: one line and a hint" \
        all is_status 2 -- is_empty out -- has_lines err 2 -- has err '^onrecord: ' -- \
        has err '^Try .onrecord.* --help'
done

if [ -w /dev/full ]; then
    "$program" --help >/dev/full 2>err
    status=$?
    ok 'help into a full disk fails' all is_status 1 -- has_lines err 1
else
    skip 'help into a full disk fails' 'no /dev/full'
fi

run 'help' "$(printf 'a\033[31mb')"
ok 'control characters do not reach the terminal' all is_status 2 -- has_not err "$(printf '\033')"

finish
