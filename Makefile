# prelist - `make help` says what there is.

LAYERS = bytes container encoding facts inspect format sandbox judge store desk report cli

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
CC = gcc
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unreleased)

BUILD_PACKAGES = gcc libc6-dev libzip-dev libelf-dev libcjson-dev libssl-dev libsqlite3-dev libdeflate-dev zlib1g-dev \
	libzstd-dev libpcre2-dev libwebp-dev
ORACLE_PACKAGES = g++ android-libandroidfw-dev android-libziparchive-dev android-framework-res
BENCH_PACKAGES = python3 aapt apksigner androguard
TEST_PACKAGES = clang libclang-rt-14-dev llvm-14 python3 python3-jsonschema sqlite3 openssl

WARNINGS = -Wall -Wextra -Wconversion -Werror
OPTIMISE = -O2 -g1
HARDEN = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CFLAGS = -std=gnu17 $(OPTIMISE) $(WARNINGS) $(HARDEN) $(SANITIZE)
CPPFLAGS = -D_GNU_SOURCE -Iscanner -Itests -Itests/fuzz -Itests/conformance -MMD -MP
PIE = -pie -Wl,-z,relro,-z,now
LDFLAGS = $(PIE) $(SANITIZE)
LDLIBS = -lzip -lelf -lcjson -lcrypto -lsqlite3 -ldeflate -lz -lzstd -lpcre2-8 -lwebp -lwebpdemux -lpthread -lm

SOURCES := $(sort $(wildcard scanner/*.c scanner/*/*.c))
OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(filter-out scanner/cli/main.c,$(SOURCES)))
UNIT_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/unit/*.c tests/*.c)))
CONFORMANCE_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/conformance/*.c tests/*.c)))
FUZZ_TARGETS := $(patsubst tests/fuzz/%_fuzz.c,%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))

.PHONY: all help deps test-deps install demo check asan fuzz oracle bench lint coverage golden clean clang \
	kill-test duties-bench year ALWAYS
.SECONDARY:

all: $(BUILD)/prelist $(BUILD)/prelist-proof ## build the scanner (build/prelist) and the checker of its proofs (build/prelist-proof)

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

$(BUILD)/prelist: $(BUILD)/scanner/cli/main.o $(BUILD)/libprelist.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Shares no code with the scanner.
$(BUILD)/prelist-proof: $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard verifier/*.c)))
	$(CC) $(LDFLAGS) -o $@ $^ -lcjson -lcrypto

$(BUILD)/libprelist.a: $(OBJECTS)
	@rm -f $@
	ar qcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# The version stands in one object, which is made anew when it is another.
$(BUILD)/scanner/cli/version.o: CPPFLAGS += -DPRELIST_VERSION='"$(VERSION)"'
$(BUILD)/scanner/cli/version.o: $(BUILD)/version
$(BUILD)/version: ALWAYS
	@mkdir -p $(@D)
	@echo '$(VERSION)' | cmp -s - $@ || echo '$(VERSION)' >$@
ALWAYS:

$(BUILD)/unit: $(UNIT_OBJECTS) $(BUILD)/libprelist.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Tests are compiled more often than they run, and so is what a build for tests alone names as UNOPTIMISED.
$(BUILD)/tests/unit/%.o $(BUILD)/tests/conformance/%.o $(addprefix $(BUILD)/scanner/,$(addsuffix /%.o,$(UNOPTIMISED))): CFLAGS += -O0 -U_FORTIFY_SOURCE

$(BUILD)/conformance: $(CONFORMANCE_OBJECTS) $(BUILD)/libprelist.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# A fuzz target with a main that replays files: $(BUILD)/replay/<name> FILE|FOLDER...
$(BUILD)/replay/%: $(BUILD)/tests/fuzz/%_fuzz.o $(BUILD)/tests/fuzz/replay.o $(BUILD)/libprelist.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# The same under libFuzzer: $(BUILD)/fuzz/<name>
$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%_fuzz.o $(BUILD)/libprelist.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

# Of this build alone: another one, inside this folder, may be writing its own.
-include $(shell find $(BUILD)/scanner $(BUILD)/verifier $(BUILD)/tests -name '*.d' 2>/dev/null)

deps: ## install what building needs (apt-get, Debian 12)
	@tests/deps $(BUILD_PACKAGES)

test-deps: deps ## install what the tests need besides
	@tests/deps $(TEST_PACKAGES)

# The man page and completion scripts come from the commands' own structs.
$(BUILD)/prelist.1: $(BUILD)/prelist
	$< help man --lang en >$@
$(BUILD)/prelist.zh_CN.1: $(BUILD)/prelist
	$< help man --lang zh >$@
# That of the checker is its own help.
$(BUILD)/prelist-proof.1: $(BUILD)/prelist-proof
	{ echo '.TH PRELIST-PROOF 1 "" "prelist $(VERSION)" "User Commands"'; echo '.SH NAME'; \
	  echo 'prelist\-proof \- check what an archive of prelist gave out, without prelist'; echo '.SH DESCRIPTION'; echo '.nf'; \
	  $< --lang en --help | sed 's/\\/\\e/g; s/-/\\-/g'; echo '.fi'; echo '.SH "SEE ALSO"'; echo '.BR prelist (1)'; } >$@
$(BUILD)/prelist.bash: $(BUILD)/prelist
	$< help bash >$@
$(BUILD)/prelist.zsh: $(BUILD)/prelist
	$< help zsh >$@

golden: all ## write the golden report of every fixture anew (review the difference)
	tests/golden/suite --rewrite

install: all $(BUILD)/prelist.1 $(BUILD)/prelist.zh_CN.1 $(BUILD)/prelist-proof.1 $(BUILD)/prelist.bash $(BUILD)/prelist.zsh ## install binaries, rules, schemas, man pages and completion (DESTDIR, PREFIX)
	@tests/deps
	install -D -m 755 $(BUILD)/prelist $(DESTDIR)$(PREFIX)/bin/prelist
	install -D -m 755 $(BUILD)/prelist-proof $(DESTDIR)$(PREFIX)/bin/prelist-proof
	install -D -m 644 $(BUILD)/prelist.1 $(DESTDIR)$(PREFIX)/share/man/man1/prelist.1
	install -D -m 644 $(BUILD)/prelist.zh_CN.1 $(DESTDIR)$(PREFIX)/share/man/zh_CN/man1/prelist.1
	install -D -m 644 $(BUILD)/prelist-proof.1 $(DESTDIR)$(PREFIX)/share/man/man1/prelist-proof.1
	install -D -m 644 $(BUILD)/prelist.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/prelist
	install -D -m 644 $(BUILD)/prelist.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_prelist
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/prelist/schema scanner/report/*.schema.json
	find rules -type f -exec install -D -m 644 {} $(DESTDIR)$(PREFIX)/share/prelist/{} \;

demo: deps ## install what is missing, build, submit three fixture packages and show what comes of it
	+$(MAKE) all
	fixtures/demo

check: test-deps ## install what is missing, build, run every test
	+tests/run-all

clang: ## build with clang
	+$(MAKE) BUILD=build/clang CC=clang all

asan: ## build everything with AddressSanitizer and UBSan (build/asan)
	+$(MAKE) BUILD=build/asan CC=clang OPTIMISE="-O1 -g1" HARDEN= PIE=-no-pie UNOPTIMISED="format store desk report cli" \
		SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer" \
		all build/asan/unit build/asan/conformance $(FUZZ_TARGETS:%=build/asan/replay/%)

oracle: deps ## compare 20,000 mutated packages with Android 10's own readers
	@tests/deps $(ORACLE_PACKAGES)
	+$(MAKE) $(BUILD)/oracle
	$(BUILD)/oracle 20000

ANDROID = /usr/lib/x86_64-linux-gnu/android
$(BUILD)/oracle: $(wildcard tests/oracle/*) $(BUILD)/libprelist.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $(BUILD)/oracle_ours.o tests/oracle/ours.c
	g++ -w -std=gnu++17 -O1 -g -I/usr/include/android -o $@ $(wildcard tests/oracle/*.cc) $(BUILD)/oracle_ours.o \
		$(BUILD)/libprelist.a -L$(ANDROID) -Wl,-rpath,$(ANDROID) -landroidfw -lziparchive -lbase -lutils -llog $(LDLIBS)

bench: deps ## print speed and memory beside peers and the floor (installs the peers, makes 1.2 GB of packages)
	@tests/deps $(BENCH_PACKAGES)
	+$(MAKE) all $(BUILD)/bench/floor $(BUILD)/bench/make-archive
	@[ -e $(BUILD)/bench/packages/entries-50k.apk ] || tests/bench/generate.py $(BUILD)/bench/packages
	tests/bench/bench.py
	tests/bench/duties.py $(BENCH_VERSIONS)
	tests/bench/blacklist.py

BENCH_VERSIONS ?= 10000
duties-bench: all $(BUILD)/bench/make-archive ## time patrols, verify and size on an archive of BENCH_VERSIONS versions (10,000)
	tests/bench/duties.py $(BENCH_VERSIONS)

kill-test: all $(BUILD)/fault/shim.so ## kill submits, imports, backups, restores, prunes at random moments, and beside each other: nothing half-kept, nothing acknowledged and lost
	tests/fault/kill 500
	tests/fault/copies 20
	tests/fault/together 60

YEAR_VERSIONS ?= 2000
year: all ## a scripted year of a store: YEAR_VERSIONS (2000) versions, every report made, each number equal to an independent count
	tests/year/year --versions $(YEAR_VERSIONS)

$(BUILD)/fault/shim.so: tests/fault/shim.c
	@mkdir -p $(@D)
	$(CC) -shared -fPIC -O1 $(WARNINGS) -Wno-conversion -o $@ $< -ldl

# Where each allocation from an arena is one of the C library's.
$(BUILD)/fault/prelist: scanner/bytes/arena.c $(BUILD)/scanner/cli/main.o $(BUILD)/libprelist.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -DFIRST_SIZE=1 -DBLOCK_SIZE=1 -c -o $(@D)/arena.o $<
	$(CC) $(LDFLAGS) -o $@ $(BUILD)/scanner/cli/main.o $(@D)/arena.o $(BUILD)/libprelist.a $(LDLIBS)

$(BUILD)/fault/memory.so: tests/fault/memory.c
	@mkdir -p $(@D)
	$(CC) -shared -fPIC -O1 $(WARNINGS) -Wno-conversion -o $@ $<

$(BUILD)/bench/make-archive: $(BUILD)/tests/bench/make_archive.o $(BUILD)/tests/bench/vary.o $(BUILD)/libprelist.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/bench/floor: tests/bench/floor.c
	@mkdir -p $(@D)
	$(CC) -O2 $(WARNINGS) -Wno-conversion -D_GNU_SOURCE -o $@ $< -lcrypto -ldeflate -lz -lpthread

FUZZ_RUNS ?= 2000000
fuzz: test-deps ## run every libFuzzer target FUZZ_RUNS times (2 million)
	+$(MAKE) BUILD=build/libfuzzer CC=clang OPTIMISE="-O1 -g" HARDEN= \
		SANITIZE="-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all" $(FUZZ_TARGETS:%=build/libfuzzer/fuzz/%)
	tests/fuzz/run-all $(FUZZ_RUNS)

coverage: test-deps ## measure which lines the unit tests reach (build/coverage/report)
	+$(MAKE) BUILD=build/coverage CC=clang OPTIMISE="-O0 -g" HARDEN= SANITIZE="-fprofile-instr-generate -fcoverage-mapping" \
		build/coverage/unit
	LLVM_PROFILE_FILE=build/coverage/unit.profraw build/coverage/unit >/dev/null
	llvm-profdata-14 merge -o build/coverage/unit.profdata build/coverage/unit.profraw
	llvm-cov-14 report build/coverage/unit -instr-profile=build/coverage/unit.profdata scanner >build/coverage/report
	@tail -n 1 build/coverage/report

lint: ## check layers, banned calls, sizes and that all that is said has its Chinese
	tests/lint/lint $(LAYERS)

clean: ## remove what was built
	rm -rf build
