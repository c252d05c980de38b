# prelist - `make help` says what there is.

LAYERS = bytes container encoding facts inspect format sandbox judge store report cli

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
CC = gcc
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unreleased)

BUILD_PACKAGES = gcc libc6-dev libzip-dev libelf-dev libcjson-dev libssl-dev libsqlite3-dev libdeflate-dev zlib1g-dev \
	libzstd-dev libpcre2-dev
TEST_PACKAGES = clang libclang-rt-14-dev llvm-14 python3 python3-jsonschema sqlite3

WARNINGS = -Wall -Wextra -Wconversion -Werror
OPTIMISE = -O2 -g
HARDEN = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CFLAGS = -std=gnu17 $(OPTIMISE) $(WARNINGS) $(HARDEN) $(SANITIZE)
CPPFLAGS = -D_GNU_SOURCE -Iscanner -Itests -Itests/fuzz -Itests/conformance -MMD -MP
LDFLAGS = -pie -Wl,-z,relro,-z,now $(SANITIZE)
LDLIBS = -lzip -lelf -lcjson -lcrypto -lsqlite3 -ldeflate -lz -lzstd -lpcre2-8 -lpthread -lm

SOURCES := $(sort $(wildcard scanner/*.c scanner/*/*.c))
OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(filter-out scanner/cli/main.c,$(SOURCES)))
UNIT_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/unit/*.c tests/*.c)))
CONFORMANCE_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/conformance/*.c tests/*.c)))
FUZZ_TARGETS := $(patsubst tests/fuzz/%_fuzz.c,%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))

.PHONY: all help deps test-deps install demo check unit asan fuzz oracle bench lint coverage golden clean clang fuzz-replay \
	kill-test
.SECONDARY:

all: $(BUILD)/prelist ## build the scanner (build/prelist)

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

$(BUILD)/prelist: $(BUILD)/scanner/cli/main.o $(BUILD)/libprelist.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libprelist.a: $(OBJECTS)
	@rm -f $@
	ar qcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -DPRELIST_VERSION='"$(VERSION)"' -DPRELIST_PREFIX='"$(PREFIX)"' -c -o $@ $<

$(BUILD)/unit: $(UNIT_OBJECTS) $(BUILD)/libprelist.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

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

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

deps: ## install what building needs (apt-get, Debian 12)
	@tests/deps $(BUILD_PACKAGES)

test-deps: deps ## install what the tests need besides
	@tests/deps $(TEST_PACKAGES)

install: all ## install binary, rules, man page and completion (DESTDIR, PREFIX)
	install -D -m 755 $(BUILD)/prelist $(DESTDIR)$(PREFIX)/bin/prelist
	cd rules && find . -type f -exec install -D -m 644 {} $(DESTDIR)$(PREFIX)/share/prelist/rules/{} \;

check: test-deps ## install what is missing, build, run every test
	+tests/run-all

clang: ## build with clang
	+$(MAKE) BUILD=build/clang CC=clang all

asan: ## build everything with AddressSanitizer and UBSan (build/asan)
	+$(MAKE) BUILD=build/asan CC=clang OPTIMISE="-O1 -g" HARDEN= \
		SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer" \
		all build/asan/unit $(FUZZ_TARGETS:%=build/asan/replay/%)

lint: ## check layer order, banned calls and sizes
	tests/lint/lint $(LAYERS)

clean: ## remove what was built
	rm -rf build
