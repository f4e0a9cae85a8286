#!/bin/sh
# Every command has a manual page that names each of its options.
. "$(dirname "$0")/lib.sh"
pages=$3

for command in $("$program" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
    case $command in
    help) continue ;;
    read | serve) page=$pages/onrecord.1 ;;
    *) page=$pages/onrecord-$command.1 ;;
    esac
    [ ! -e "$pages/onrecord-$command.1" ] || page=$pages/onrecord-$command.1
    ok "$command has a page" [ -s "$page" ]
    for option in $("$program" "$command" --help | sed -n 's/^ .\{5\}--\([a-z-]*\).*/\1/p'); do
        ok "$command: --$option is described" has "$page" "Fl -$option\\b"
    done
done
if command -v groff >/dev/null 2>&1; then
    for page in "$pages"/*.1; do
        groff -mandoc -Tascii -ww -z "$page" 2>err
        ok "groff likes $(basename "$page")" is_empty err
    done
else
    skip 'groff' 'no groff'
fi
finish
