# Completion of onrecord for bash. Commands and options are asked of the program itself, so that
# they are those of the version installed.

_onrecord_commands() {
    "$1" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p'
}

_onrecord_options() {
    "$1" "$2" --help 2>/dev/null | sed -n 's/^ .\{5\}\(--[a-z][a-z-]*\).*/\1/p'
}

_onrecord() {
    local program=$1 current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]} words=
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="$(_onrecord_commands "$program") --help --version"
    else
        case $before in
        --format | -f)
            case $command in
            read) words='text jsonl brat conllu' ;;
            export) words='jsonl csv brat webannotation' ;;
            *) words='text jsonl csv' ;;
            esac
            ;;
        --form) words='direct indirect mixed' ;;
        --act) words='speech writing thought intent' ;;
        --sort) words='newest oldest confidence relevance' ;;
        --negated) words='true false' ;;
        *)
            case $command,$current in
            *,-*) words=$(_onrecord_options "$program" "$command") ;;
            help,*) words=$(_onrecord_commands "$program") ;;
            correct,*) words='confirm reject edit undo log' ;;
            esac
            ;;
        esac
    fi
    [ -n "$words" ] || return 0
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -o default -F _onrecord onrecord
