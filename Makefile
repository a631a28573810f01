# Two commands for a newcomer: `make rehearse` and `make test`. Each first installs what is missing.

# What to rehearse; MEDIA is the folder of its media where they lie elsewhere.
EXHIBIT ?= exhibits/the-kiss
MEDIA ?=
# What a rehearsal without a display writes: a film, or a folder of stills.
RECORD ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/palimpsest/rehearsal.mp4

# rustup puts cargo here; a terminal that was open before does not know it yet.
export PATH := $(PATH):$(HOME)/.cargo/bin

# Mesa complains where there is no session to set it, though nothing of it is needed.
export XDG_RUNTIME_DIR ?= $(or $(TMPDIR),/tmp)

palimpsest = cargo run --locked --quiet --
media = $(if $(MEDIA),--media "$(MEDIA)")
# An exhibit whose film is not there may have a stand-in, which is drawn once.
stand_in = $(if $(MEDIA),,$(palimpsest) film --if-any "$(EXHIBIT)")

# The program that reads content credentials is a package of its own, because of what it depends on;
# it is built to beside the main one.
target = $(or $(CARGO_TARGET_DIR),target)
credentials = --locked --manifest-path src/credentials/Cargo.toml --target-dir "$(target)"

.PHONY: help rehearse test setup check bench fmt clippy doc fuzz credentials

help:
	@echo 'make rehearse   install what is missing, build, and play an exhibit in a window'
	@echo 'make test       install what is missing, build, and run every test'
	@echo
	@echo 'make credentials  build what reads content credentials (C2PA) of masters, for the report'
	@echo 'make check      look for mistakes in an exhibit and its media'
	@echo 'make fuzz       feed arbitrary bytes to what reads controllers and the network, for a minute'
	@echo 'make bench      measure decoding, drawing and memory'
	@echo 'make fmt        format the code'
	@echo 'make clippy     lint it; a warning is an error'
	@echo 'make doc        write its documentation to target/doc'
	@echo 'make setup      only install what is missing'
	@echo
	@echo 'EXHIBIT=DIR     another exhibit than exhibits/the-kiss, for rehearse and check'
	@echo 'MEDIA=DIR       the folder of its media, where it is not the exhibit itself'

setup:
	@.setup/install

rehearse: setup
	cargo build --locked
	@$(stand_in)
	@mkdir -p "$$(dirname "$(RECORD)")"
	$(palimpsest) rehearse "$(EXHIBIT)" $(media) --or-record "$(RECORD)"

credentials: setup
	cargo build $(credentials)

test:
	@.setup/install --tests
	cargo build $(credentials)
	cargo test $(credentials)
	cargo test --locked

check: setup
	@$(palimpsest) check "$(EXHIBIT)" $(media)

bench: setup
	@$(palimpsest) bench

fmt:
	cargo fmt
	cargo fmt --manifest-path src/credentials/Cargo.toml

clippy: setup
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy $(credentials) --all-targets -- -D warnings

doc: setup
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps

# Needs cargo-fuzz (`cargo install cargo-fuzz`) and a C++ compiler. The sanitizers are not stable.
fuzz:
	cd fuzz && for target in midi_bytes osc_packet captions; do \
		RUSTC_BOOTSTRAP=1 cargo fuzz run $$target -- -max_total_time=20 || exit 1; done
