# A thin front for Meson and Ninja. On a bare Debian with make, `make demo` and `make test` install
# what is missing first (see tools/install-deps).
#
#     make                build/onrecord
#     make demo           the record of an example
#     make test           all tests; `make test TESTS='--suite unit'` some of them
#     make check          the tree: includes, exported functions, style
#     make asan, tsan     the tests under sanitizers
#     make fuzz-replay    the kept fuzz inputs under the address sanitizer
#     make fuzz           FUZZ_SECONDS (30) of fuzzing each target
#     make bench          speed and memory; `make bench BENCH_FLAGS=--full` takes an hour
#     make eval           scores on the development sets, where the corpora are there
#     make install        DESTDIR, PREFIX and LIBDIR (lib) are heeded

BUILD ?= build
PREFIX ?= /usr/local
LIBDIR ?= lib
MESON_FLAGS ?=
TESTS ?= --no-suite tree
BENCH_FLAGS ?=

MAKEFLAGS += --no-print-directory

.PHONY: all demo test bench eval train asan tsan fuzz fuzz-replay check install clean deps

all: deps
	@tools/build $(BUILD) --prefix=$(PREFIX) --libdir=$(LIBDIR) $(MESON_FLAGS)

deps:
	@tools/install-deps

demo: all
	@$(BUILD)/onrecord read --format text examples/summit.txt

test: all
	@tools/run-tests $(BUILD) $(TESTS)

check: all
	@tools/run-tests $(BUILD) --suite tree

bench: all
	@bench/run $(BUILD) $(BENCH_FLAGS)

eval: all
	@tools/eval $(BUILD)

train: all
	@train/run $(BUILD)

asan: deps
	@tools/sanitize address

tsan: deps
	@tools/sanitize thread

fuzz: deps
	@tools/fuzz run

fuzz-replay: deps
	@tools/fuzz replay

install: all
	@DESTDIR=$(DESTDIR) meson install -C $(BUILD) --no-rebuild

clean:
	@rm -rf $(BUILD) build-asan build-tsan build-fuzz
