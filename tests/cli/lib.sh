# What the tests of the command line share. Sourced with the arguments of the test script:
#   $1  the program onrecord
#   $2  a model file; the program's own model when there is none
#
# Each check prints one line of TAP. `finish` prints the plan and ends with status 1 when a check
# failed. Everything is written under $dir, which is removed at the end.

[ $# -ge 1 ] || { echo "usage: $0 ONRECORD [MODEL]" >&2; exit 2; }
case $1 in
/*) program=$1 ;;
*) program=$(pwd)/$1 ;;
esac
model=${2:-}
case $model in
'' | /*) ;;
*) model=$(pwd)/$model ;;
esac

dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
trap 'exit 2' HUP INT TERM
cd "$dir" || exit 2
unset NO_COLOR
export LC_ALL=C

number=0
failures=0

# ok NAME COMMAND...: one check, passed when the command succeeds.
ok() {
    check=$1
    shift
    number=$((number + 1))
    if "$@"; then
        echo "ok $number - $check"
    else
        echo "not ok $number - $check"
        echo "# status $status; standard error:"
        sed 's/^/#   /' err
        failures=$((failures + 1))
    fi
}

skip() {
    number=$((number + 1))
    echo "ok $number - $1 # SKIP $2"
}

finish() {
    echo "1..$number"
    [ "$failures" -eq 0 ]
    exit
}

# run ARGUMENT...: the program, with results in `out`, messages in `err` and its status in $status.
run() {
    "$program" "$@" >out 2>err </dev/null
    status=$?
}

# read_with ARGUMENT...: `onrecord read` with the model to test; standard input is passed on.
read_with() {
    if [ -n "$model" ]; then
        "$program" read --model "$model" "$@" >out 2>err
    else
        "$program" read "$@" >out 2>err
    fi
    status=$?
}

# Conditions for `ok`.
is_status() { [ "$status" -eq "$1" ]; }
is_empty() { [ ! -s "$1" ]; }
has_lines() { [ "$(wc -l <"$1")" -eq "$2" ]; }
has() { grep -q -e "$2" "$1"; }
has_not() { ! grep -q -e "$2" "$1"; }
same() { cmp -s "$1" "$2"; }
all() { # all CONDITION -- CONDITION...
    condition=
    for word in "$@" --; do
        if [ "$word" = -- ]; then
            eval "$condition" || return 1
            condition=
        else
            condition="$condition '$word'"
        fi
    done
}
