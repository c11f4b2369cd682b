# Everything a person does with this project. `make` alone serves the sample.
# PYTHON chooses the interpreter that makes the environment, VENV its folder, CHROMIUM the browser of the tests.
.DEFAULT_GOAL := run
.PHONY: run test check format lock screenshots wheel environment browser clean help

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CONTENT ?=
PORT ?= 8501

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1	/p' Makefile | expand -t 22

run: environment ## load and serve the sample on http://localhost:8501 (or CONTENT=folder, PORT=number)
	@$(BIN)/editorial-dashboard serve $(CONTENT) --port $(PORT)

test: environment browser ## all tests; those in a browser need Chromium, which is installed when it can be
	@CHROMIUM="$$(cat $(VENV)/.chromium)" $(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: environment ## format, lint, types, and which module may import which
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: environment ## put the code into the form that `make check` wants
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

wheel: environment ## dist/*.whl and dist/*.tar.gz
	@$(BIN)/python -m build --no-isolation --outdir dist .

screenshots: environment browser ## docs/*.png, from the sample
	@CHROMIUM="$$(cat $(VENV)/.chromium)" $(BIN)/python -m tests.make_screenshots

lock: environment ## pin every dependency anew, for all platforms and Python 3.11 to 3.14 (ARGS=--upgrade: the newest)
	@$(BIN)/uv --version >/dev/null 2>&1 || $(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --extra pack --group dev --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		--output-file requirements.lock --quiet $(ARGS)

clean: ## the environment and everything built
	rm -rf $(VENV) build dist

# Three stamps, so that a second call does nothing: the interpreter, the pinned set, this project in it.
environment: $(VENV)/.installed

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "There is no $(PYTHON); install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is $$($(PYTHON) -V 2>&1), and 3.11 or newer is needed; name one: make PYTHON=python3.12." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make an environment; install its venv module (Debian: apt-get install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.dependencies: requirements.lock $(BIN)/python
	@echo "Installing the pinned libraries into $(VENV) (once, about a minute) …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.dependencies pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Writes the browser's path, or nothing, to $(VENV)/.chromium.
browser: $(BIN)/python
	@find_chromium() { \
		for name in "$$CHROMIUM" chromium chromium-browser google-chrome; do \
			[ -n "$$name" ] && command -v "$$name" && return; \
		done; true; }; \
	found="$$(find_chromium)"; \
	if [ -z "$$found" ] && command -v apt-get >/dev/null; then \
		if [ "$$(id -u)" = 0 ]; then as_root=; else as_root="sudo -n"; fi; \
		if $$as_root true 2>/dev/null; then \
			echo "Installing Chromium for the browser tests …" >&2; \
			{ $$as_root apt-get update -qq && $$as_root env DEBIAN_FRONTEND=noninteractive \
				apt-get install -y -qq --no-install-recommends chromium; } >$(VENV)/chromium.log 2>&1 \
				|| tail -3 $(VENV)/chromium.log >&2; \
			found="$$(find_chromium)"; \
		fi; \
	fi; \
	[ -n "$$found" ] || echo "Browser tests are skipped: no Chromium was found; install it or name it in CHROMIUM." >&2; \
	printf %s "$$found" >$(VENV)/.chromium
