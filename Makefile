# Sets up, runs and tests Daybreak on a machine with only Python 3.11 or newer and make.
#   make demo          open a synthetic clinic on this machine   (PORT=8010 chooses a port, FRESH=1 starts over)
#   make test          lint, then every test                     (browser and PostgreSQL are installed where possible)
#   make lint          the checks that need no test run
#   make install       Daybreak in .venv, for a clinic of your own (docs/running.md)
#   make clean         remove everything that make made, except the demo clinic's data

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PORT ?=
FRESH ?=
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
FRONT_END := $(shell find frontend -name node_modules -prune -o -type f -print 2>/dev/null)

.PHONY: demo test lint install machine front-end clean help pins screenshots
.DEFAULT_GOAL := help

help:
	@sed -n '2,6p' Makefile | cut -c3-

install: $(VENV)/.ready-to-run front-end

demo: install
	@$(BIN)/daybreak demo $(if $(filter-out 0,$(FRESH)),--fresh) $(if $(PORT),--port $(PORT))

# The whole suite on SQLite comes last, so that the output ends with pytest's own summary.
test: lint machine
	@if sh .ci/machine has-postgresql; then \
		echo "== The record, its pages and its imports on PostgreSQL"; \
		DAYBREAK_TEST_DATABASE=postgres $(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder tests/clinic tests/interop tests/web; \
	else \
		echo "!! NOT TESTED ON POSTGRESQL: it is not installed"; \
	fi
	@echo "== Everything, on SQLite"
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.ready-to-test front-end
	@echo "== Style"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@echo "== Types"
	@$(BIN)/mypy
	@$(BIN)/python frontend/build.py --check
	@echo "== Directions between the rooms"
	@$(BIN)/lint-imports

# The pictures of the README, taken anew from the synthetic clinic by the browser tests.
screenshots: $(VENV)/.ready-to-test front-end machine
	@SCREENSHOTS=1 $(BIN)/pytest -q tests/browser/test_screenshots.py

# What no Python package brings: a browser and a PostgreSQL server.
machine:
	@sh .ci/machine

$(VENV)/.ready-to-run: pyproject.toml constraints.txt .ci/set-up
	@sh .ci/set-up $(VENV) run

$(VENV)/.ready-to-test: pyproject.toml constraints.txt .ci/set-up
	@sh .ci/set-up $(VENV) test

# Installing built the pages' scripts already; this line builds them again after one of them was changed.
front-end: $(VENV)/.front-end
$(VENV)/.front-end: $(FRONT_END) | $(VENV)/.ready-to-run
	@sh .ci/set-up $(VENV) front-end

pins: $(VENV)/.ready-to-test
	@sh .ci/set-up $(VENV) pins

clean:
	rm -rf $(VENV) frontend/node_modules src/daybreak/web/static/dist dist build
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
