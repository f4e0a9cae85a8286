#!/bin/sh
# Each public header compiles alone, as C11 and as C++, without a warning. Prints TAP.
#
#     test_headers.sh INCLUDE_FOLDER
include=${1:?usage: $0 INCLUDE_FOLDER}
number=0
failures=0
cxx=${CXX:-c++}

# compile NAME COMMAND...: the header alone, twice, so that its guard is tried as well.
compile() {
    what=$1
    shift
    number=$((number + 1))
    if out=$(printf '#include <onrecord/%s>\n#include <onrecord/%s>\n' "$header" "$header" |
        "$@" -Wall -Wextra -pedantic -Werror -I"$include" -fsyntax-only - 2>&1); then
        echo "ok $number - $header as $what"
    else
        echo "not ok $number - $header as $what"
        printf '%s\n' "$out" | sed 's/^/# /'
        failures=$((failures + 1))
    fi
}

for path in "$include"/onrecord/*.h; do
    header=${path##*/}
    compile C11 "${CC:-cc}" -std=c11 -Wstrict-prototypes -xc
    if command -v "$cxx" >/dev/null 2>&1; then
        compile C++ "$cxx" -std=c++11 -xc++
    else
        number=$((number + 1))
        echo "ok $number - $header as C++ # SKIP no C++ compiler"
    fi
done
echo "1..$number"
[ "$failures" -eq 0 ] && [ "$number" -gt 0 ]
