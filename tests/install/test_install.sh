#!/bin/sh
# Installs into a folder of its own and builds examples/read.c against what is there. Prints TAP.
#
#     test_install.sh BUILD_FOLDER SOURCE_FOLDER
build=${1:?usage: $0 BUILD_FOLDER SOURCE_FOLDER}
source=${2:?usage: $0 BUILD_FOLDER SOURCE_FOLDER}
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
trap 'exit 2' HUP INT TERM
number=0
failures=0

ok() {
    check=$1
    shift
    number=$((number + 1))
    if "$@" >"$dir/log" 2>&1; then
        echo "ok $number - $check"
    else
        echo "not ok $number - $check"
        sed 's/^/# /' "$dir/log"
        failures=$((failures + 1))
    fi
}

cat >"$dir/report.txt" <<'END'
"We will appeal," the mayor said.
END

# The .pc file and the library know the prefix that was configured; DESTDIR stands before it.
ok 'meson install' env DESTDIR="$dir/root" meson install -C "$build" --no-rebuild --quiet
pc=$(find "$dir/root" -name onrecord.pc)
model=$(find "$dir/root" -name attribution.onrm)
shared=$(find "$dir/root" -name 'libonrecord.so')
static=$(find "$dir/root" -name 'libonrecord.a')
program=$(find "$dir/root" -name onrecord -type f -perm -u+x)
ok 'a pkg-config file is there' test -f "$pc"
ok 'the model is there' test -f "$model"
ok 'both libraries are there' test -e "$shared" -a -f "$static"
ok 'the program is there' test -x "$program"
ok 'the manual page is there' sh -c "find '$dir/root' -name 'onrecord.1*' | grep -q ."
ok 'the header of all is there' sh -c "find '$dir/root' -path '*/onrecord/onrecord.h' | grep -q ."

PKG_CONFIG_SYSROOT_DIR=$dir/root
PKG_CONFIG_LIBDIR=${pc%/*}:$(pkg-config --variable pc_path pkg-config)
LD_LIBRARY_PATH=${shared%/*}
export PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_LIBDIR LD_LIBRARY_PATH
version=$(sed -n 's/^#define ONR_VERSION  *"\(.*\)"/\1/p' "$source/include/onrecord/base.h")
ok 'versions agree' test "$(pkg-config --modversion onrecord)" = "$version"

reads() { "$@" | grep -q '^who:  *the mayor$'; }
flags="-std=c11 -Wall -Wextra -pedantic -Werror"
# shellcheck disable=SC2086,SC2046
ok 'the example builds with the shared library' \
    ${CC:-cc} $flags "$source/examples/read.c" $(pkg-config --cflags --libs onrecord) \
    -o "$dir/read"
ok 'it reads with the installed model' reads "$dir/read" "$dir/report.txt" "$model"
# shellcheck disable=SC2086,SC2046
ok 'the example builds with the static library' \
    ${CC:-cc} $flags "$source/examples/read.c" $(pkg-config --cflags onrecord) "$static" \
    $(pkg-config --libs --static onrecord | tr ' ' '\n' | grep -v -e onrecord -e '^-L') \
    -o "$dir/read-static"
ok 'it reads, too' env LD_LIBRARY_PATH= "$dir/read-static" "$dir/report.txt" "$model"

# Without a path the model of the build is looked for first, then the installed one.
installed=${model#"$dir/root"}
ok 'the library looks for the installed model' grep -q -F "$installed" "$shared"
ok 'the installed program reads' "$program" read --model "$model" "$dir/report.txt"

echo "1..$number"
[ "$failures" -eq 0 ]
