# SPDX-License-Identifier: Apache-2.0
#
#   make demo       set up, then rephrase a section of an example with the real model
#   make test       set up, then run every test
#
#   make setup      packages, llama.cpp, the default model, emend in release
#   make roundtrip  laws L1 and L2 on every real document at hand, with figures
#   make fuzz       laws L1 to L3 on new random documents for FUZZ_SECONDS (600), and on all real ones
#   make libfuzzer  the same, looked for by libFuzzer for FUZZ_SECONDS
#   make peers      what emend is tried with and measured against: llama-server, llama-cli, llm, llama-cpp-python (15 min)
#   make test-servers   emend with two of them: llama-server, and the server of llama-cpp-python
#   make bench      emend against llama-server, llama-cli, llm and llama-cpp-python; builds them first (15 min + 25 min)
#   make bench-text start-up, parsing and splicing against git and cmark, as ratios
#   make eval       what emend writes, and what its checks find, on the development sets in ../shared/eval
#   make train      the adapters, from the data in EMEND_TRAINING_DATA (../shared/train); hours on a CPU
#   make check      the formatter's rules
#   make format     format in place
#   make install    to PREFIX (default /usr/local), with man pages and completions; DESTDIR is honoured
#   make uninstall  take it away again
#   make clean      remove what was built; downloads and models stay

PREFIX ?= /usr/local
SWIFT_SOURCES := Package.swift Sources Tests Benchmarks Fuzzing
program := .build/release/emend
share := $(DESTDIR)$(PREFIX)/share/emend
man := $(DESTDIR)$(PREFIX)/share/man/man1
# Where each shell looks for what completes a command, for programs under /usr and /usr/local without being told.
bash := $(DESTDIR)$(PREFIX)/share/bash-completion/completions
zsh := $(DESTDIR)$(PREFIX)/share/zsh/site-functions
fish := $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d

.PHONY: help setup demo test roundtrip fuzz libfuzzer peers test-servers bench bench-text eval train check format
.PHONY: install uninstall clean

help:
	@sed -n 's/^#   //p' Makefile

setup:
	@scripts/setup

demo: setup
	$(program) rephrase examples/release-notes.md --section "What is new" --section "Before you upgrade"

test: setup
	@scripts/test-setup
	@scripts/test-install
	@scripts/test-pre-commit
	@scripts/test-review
	@scripts/test-no-network
	@scripts/test-loopback-only
	@python3 -B Evaluation/test_evaluation.py
	@python3 -B training/test_training.py
	swift test
	EMEND_TIMED=1 swift test --skip-build --filter EmendServerTests

roundtrip: setup
	swift test --filter RealDocumentsTests

FUZZ_SECONDS ?= 600

fuzz: setup
	EMEND_FUZZ_SECONDS=$(FUZZ_SECONDS) swift test -c release -Xswiftc -enable-testing --scratch-path .build/laws --filter LawsTests

libfuzzer: setup
	@Fuzzing/run $(FUZZ_SECONDS)

peers: setup
	@Benchmarks/set-up-peers

test-servers: peers
	@scripts/test-servers

bench: peers
	@python3 Benchmarks/peers $(program)
	@Benchmarks/outline $(program)
	@Benchmarks/hook $(program)

bench-text: setup
	@Benchmarks/startup $(program)
	@swift build -c release --static-swift-stdlib --product ThroughputBenchmark >/dev/null
	@.build/release/ThroughputBenchmark examples ../shared/markdown

eval: setup
	@python3 -B Evaluation/evaluate $(program)

train: setup
	@training/run

check:
	swift format lint --strict --recursive --parallel $(SWIFT_SOURCES)

format:
	swift format --in-place --recursive --parallel $(SWIFT_SOURCES)

install: setup
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(share)/templates" "$(share)/models" "$(share)/examples" "$(share)/adapters"
	install -m 755 $(program) "$(DESTDIR)$(PREFIX)/bin/emend"
	install -m 644 templates/*.md templates/*.gbnf "$(share)/templates"
	install -m 644 examples/*.md "$(share)/examples"
	install -m 644 adapters/*.gguf "$(share)/adapters"
# What former adapters became is of no more use.
	for adapter in adapters/*.gguf; do rm -f "$(share)"/models/*+"$$(basename "$$adapter" .gguf)"-????????.gguf; done
# With their times: an optimised model that is older than its original is not used.
	install -p -m 644 .deps/models/*.gguf "$(share)/models"
	install -m 644 LICENSE "$(share)"
	install -d "$(man)" "$(bash)" "$(zsh)" "$(fish)"
	umask 022 && $(program) --generate-completion-script bash >"$(bash)/emend"
	umask 022 && $(program) --generate-completion-script zsh >"$(zsh)/_emend"
	umask 022 && $(program) --generate-completion-script fish >"$(fish)/emend.fish"
# Pages of commands that are no more go.
	rm -f "$(man)"/emend.1 "$(man)"/emend-*.1
	umask 022 && scripts/man-pages $(program) "$(man)"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/emend"
	rm -rf "$(share)"
	rm -f "$(man)"/emend.1 "$(man)"/emend-*.1 "$(bash)/emend" "$(zsh)/_emend" "$(fish)/emend.fish"

clean:
	rm -rf .build .deps/llama-source .deps/llama-build .deps/llama.new .deps/downloads.partial
