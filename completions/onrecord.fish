# Completion of onrecord for fish. Commands and options are asked of the program itself.

function __onrecord_commands
    onrecord --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z]*\)  *\(.*\)/\1\t\2/p'
end

function __onrecord_options
    set -l words (commandline -opc)
    onrecord $words[2] --help 2>/dev/null | sed -n 's/^ .\{5\}\(--[a-z][a-z-]*\).*/\1/p'
end

function __onrecord_before
    contains -- (commandline -opc)[-1] $argv
end

complete -c onrecord -n __fish_use_subcommand -f -a '(__onrecord_commands)'
complete -c onrecord -n 'not __fish_use_subcommand; and string match -q -- "-*" (commandline -ct)' -a '(__onrecord_options)'
complete -c onrecord -n '__onrecord_before --format -f; and __fish_seen_subcommand_from read' -f -a 'text jsonl brat conllu'
complete -c onrecord -n '__onrecord_before --format -f; and __fish_seen_subcommand_from export' -f -a 'jsonl csv brat webannotation'
complete -c onrecord -n '__onrecord_before --format -f; and not __fish_seen_subcommand_from read export' -f -a 'text jsonl csv'
complete -c onrecord -n '__onrecord_before --form' -f -a 'direct indirect mixed'
complete -c onrecord -n '__onrecord_before --act' -f -a 'speech writing thought intent'
complete -c onrecord -n '__onrecord_before --sort' -f -a 'newest oldest confidence relevance'
complete -c onrecord -n '__onrecord_before --negated' -f -a 'true false'
complete -c onrecord -n '__fish_seen_subcommand_from correct' -f -a 'confirm reject edit undo log'
