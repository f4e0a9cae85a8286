#!/bin/sh
# Completions: those of bash offer every command and option of the program; the others parse.
. "$(dirname "$0")/lib.sh"

cat >complete.bash <<'END'
. "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_onrecord "$1"
printf '%s\n' "${COMPREPLY[@]}"
END
offers() { bash complete.bash "$completions/onrecord.bash" "$program" "$@" >offered; }

completions=$3
if command -v bash >/dev/null 2>&1; then
    offers ''
    for command in $("$program" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
        ok "bash offers $command" has offered "^$command\$"
        [ "$command" != help ] || continue
        offers "$command" --
        "$program" "$command" --help | sed -n 's/^ .\{5\}\(--[a-z-]*\).*/\1/p' | sort >options
        sort offered >sorted
        ok "bash offers the options of $command" same sorted options
        offers ''
    done
    offers export --format ''
    ok 'bash offers formats' has offered '^webannotation$'
    offers sea
    ok 'bash completes a command' all has_lines offered 1 -- has offered '^search$'
else
    skip 'bash' 'no bash'
fi
for shell in zsh fish; do
    case $shell in zsh) file=_onrecord ;; fish) file=onrecord.fish ;; esac
    if command -v $shell >/dev/null 2>&1; then
        $shell -n "$completions/$file" 2>err
        status=$?
        ok "$shell reads its file" is_status 0
    else
        skip "$shell reads its file" "no $shell"
    fi
done
finish
