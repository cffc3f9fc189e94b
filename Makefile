# Everything a person or CI types. `make demo` and `make test` need only python3 (3.11 or newer) with pip, and make.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# More than cores: a good part of the tests waits for servers, browsers and clocks.
WORKERS ?= 3
# Bytecode is kept in one place, also where the surroundings ask for none: each server that a test starts would compile anew.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/bytecode
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-postgres test-all check format lint types floors migrations contracts fix bench fuzz vendor lock docs messages clean help

help: ## What can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

demo: .venv/ready ## A running newsroom with a live page, on http://127.0.0.1:8000/
	$(BIN)/dateline demo --port $(PORT)

ON_WORKERS = -n $(WORKERS) --dist loadfile --no-loadscope-reorder
test: test-postgres test-all ## All tests: on PostgreSQL what touches the database, then everything on SQLite

test-postgres: .venv/tools
	DATELINE_TESTS_ON=postgres $(BIN)/python -m pytest $(ON_WORKERS) --ignore tests/browser
test-all: .venv/tools
	$(BIN)/python -m pytest $(ON_WORKERS)

check: format lint types floors migrations contracts ## The static half; `make -k check` goes on after a fault

format lint types floors migrations contracts: .venv/tools
format:
	$(BIN)/ruff format --check .
lint:
	$(BIN)/ruff check .
types:
	DATELINE_HOME=.cache/check $(BIN)/mypy
floors:
	$(BIN)/lint-imports --no-logo
migrations:
	$(BIN)/dateline --home .cache/check migrate --unwritten
contracts:
	$(BIN)/python -m pytest -q tests/contracts

fix: .venv/tools ## Mend what a machine can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/dateline --home .cache/check docs

bench: .venv/tools ## The measurements: each script that opens with a question, beside its peer (see benchmarks/README.md)
	@for script in benchmarks/*.py; do head -1 $$script | grep -q '?' || continue; \
		echo "== $$script"; $(BIN)/python $$script || exit 1; done

SECONDS ?= 60
fuzz: .venv/fuzz ## Throw bytes at each reader of strangers' files for SECONDS=60; what breaks one stays in .cache/fuzz/broken
	@for name in $(or $(READER),feeds pages letters archives maps); do echo "== $$name"; \
		PYTHONPATH=tests $(BIN)/python tests/fuzz/fuzz.py $$name $(SECONDS) || exit 1; done

.venv/fuzz: tests/fuzz/requirements.lock .venv/tools
	$(INSTALL) -r tests/fuzz/requirements.lock
	@touch $@

vendor: .venv/tools ## Fetch the front-end files of vendor.toml again and compare their hashes
	$(BIN)/python tools/vendor.py $(ARGS)

docs: .venv/tools ## Write the generated pages of docs/reference
	$(BIN)/dateline --home .cache/check docs

messages: .venv/tools ## Collect strings for translators and compile what they wrote (needs gettext)
	DATELINE_HOME=.cache/check $(BIN)/python tools/messages.py

LOCKED = --generate-hashes --strip-extras --allow-unsafe --build-deps-for=editable --quiet \
	--no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
lock: .venv/tools ## Choose newer versions of what we stand on (ARGS="--upgrade" or "--upgrade-package X")
	$(BIN)/pip-compile $(LOCKED) $(ARGS) -o requirements.lock pyproject.toml
	$(BIN)/pip-compile $(LOCKED) $(ARGS) --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	cd tests/fuzz && $(CURDIR)/$(BIN)/pip-compile $(filter-out --build-deps%,$(LOCKED)) $(ARGS) -o requirements.lock requirements.in

clean: ## Remove everything that was made here
	rm -rf .venv .demo .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -prune -exec rm -rf {} + ; find . -name '*.egg-info' -prune -exec rm -rf {} +

# A Debian without python3-venv has no ensurepip: the environment is made without pip and filled from outside.
PIP = $(PYTHON) -m pip --python .venv/bin/python --disable-pip-version-check --quiet
# The lock names all there is: nothing is left to resolve (old pips fail at it where two packages ask for one extra). What is
# imported is compiled then, not the thousand files that never are.
INSTALL = $(PIP) install --no-deps --no-compile --require-hashes --only-binary :all:

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dateline needs Python 3.11 or newer: make PYTHON=python3.x")'
	@$(PYTHON) -m pip --version >/dev/null || { echo "pip is missing: apt-get install python3-pip"; exit 1; }
	$(PYTHON) -m venv --without-pip .venv

.venv/ready: requirements.lock pyproject.toml | .venv/bin/python
	$(INSTALL) -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/tools: requirements-dev.lock .venv/ready
	$(INSTALL) -r requirements-dev.lock
	@touch $@
