# The commands of this project; `make help` lists them. Everything that is
# missing is installed by the command that needs it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

# What is built or fetched once is kept outside the clone, so that the next
# clone need not build it again.
CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/muster
export CARGO_TARGET_DIR ?= $(CACHE)/target
export MUSTER_CACHE := $(CACHE)
# A Python with the libraries of the opener that shares no code with ours, and
# with the programs that judge the SCIM we write.
PYTHON := src-tauri/crates/vault/tests/opener/requirements.txt tests/peers/requirements.txt
export MUSTER_PYTHON := $(CACHE)/python/bin/python

UI_SOURCES := $(shell find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -print 2>/dev/null)
TYPES := ui/src/lib/backend/types.ts
# The window is always embedded; one set of features means one build.
FEATURES := --features muster-desktop/custom-protocol

.PHONY: help run test bench filter-docs types check pictures setup-run setup-test

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: setup-run ui/dist/index.html ## open the window on the demo vault; without a display, do the same in the terminal
	@cargo build --locked --bins -p muster-desktop -p muster-cli $(FEATURES)
	@.ci/demo.sh "$(CARGO_TARGET_DIR)/debug"

test: setup-test ui/dist/index.html tests/node_modules/.package-lock.json $(CACHE)/python/requirements.txt ## every test there is, and a line that counts them
	@node tests/run.mjs

check: setup-test ui/dist/index.html ## only what reads the code: format, lints, types, licences
	@node tests/run.mjs --only source

pictures: setup-test ui/dist/index.html tests/node_modules/.package-lock.json ## only the window's tests; every screen's picture goes to tests/pictures
	@node tests/run.mjs --only window

bench: setup-run ui/dist/index.html ## speed, memory and size, in a release build, beside plain SQLite
	@tests/bench.sh

filter-docs: ## write the attributes into docs/filter.md
	@cargo run --locked --quiet -p muster-query --example filter_docs

types: ## write the window's types from the commands
	@cargo run --locked --quiet -p muster-app --bin bindings -- $(TYPES)

setup-run:
	@.ci/setup.sh run

setup-test:
	@.ci/setup.sh test

%/node_modules/.package-lock.json: %/package-lock.json
	@echo "npm ci in $*" >&2
	@cd $* && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(CACHE)/python/requirements.txt: $(PYTHON)
	@echo "python packages for $(dir $^)" >&2
	@rm -rf $(@D) && python3 -m venv $(@D)
	@$(@D)/bin/pip install --quiet --disable-pip-version-check --only-binary :all: $(addprefix -r ,$^)
	@cat $^ > $@

ui/dist/index.html: ui/node_modules/.package-lock.json $(UI_SOURCES)
	@cd ui && npm run --silent build
	@touch $@
