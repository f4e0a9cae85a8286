#!/bin/sh
# The web page in headless Chromium; see README.md.
#
#     test_web.sh ONRECORD MODEL SOURCE SCREENSHOTS
#
# Says that it is skipped where Node, Chromium or the packages are missing.
program=$1 model=$2 source=$3 shots=$4
here=$(cd "$(dirname "$0")" && pwd)

skip() {
    echo "1..0 # SKIP $1; tools/install-deps web installs it"
    exit 0
}
chromium=$(command -v chromium) || skip 'there is no chromium'
command -v node >/dev/null 2>&1 || skip 'there is no node'
[ -d "$here/node_modules/playwright-core" ] || skip 'there is no playwright-core'
[ -d "$here/node_modules/axe-core" ] || skip 'there is no axe-core'

dir=$(mktemp -d) || exit 2
server=
end() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; }
    rm -rf "$dir"
}
trap end EXIT
trap 'exit 2' HUP INT TERM

node -e "import('$here/reports.mjs').then(({REPORTS, HOSTILE}) =>
    [...REPORTS, HOSTILE].forEach((one) => console.log(JSON.stringify(one))))" >"$dir/day.jsonl" || exit 2
"$program" add --quiet --model "$model" --db "$dir/record.db" "$dir/day.jsonl" || exit 2
"$program" serve --quiet --model "$model" --db "$dir/record.db" --port 0 >"$dir/address" &
server=$!
tries=0
until [ "$(wc -l <"$dir/address")" -ge 2 ]; do
    tries=$((tries + 1))
    [ $tries -lt 300 ] || { echo 'Bail out! The server did not start.'; exit 1; }
    sleep 0.1
done
node "$here/test_web.mjs" "$(sed -n 2p "$dir/address")" "$chromium" "$shots" "$source"
