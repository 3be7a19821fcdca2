# Byleave: every target is one word to bootstrap.py, which needs the standard library only.
# Windows and macOS: `python bootstrap.py run` and so on do the same without make.

# The first Python that answers and is new enough; a version manager's shim may exist without answering.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
ifeq ($(PYTHON),)
$(error Byleave needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python3.11)
endif

# Further words for the program that is started, e.g. make run ARGS="--port 9000".
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help install run desktop test check fast e2e test-desktop desktop-app bench long proofs format clean

help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-13s %s\n", $$1, $$2}'

install: ## Make .venv with everything in it; leaves .venv/bin/byleave
	@$(PYTHON) bootstrap.py install

run: ## Start Byleave: prints one link and opens the browser if there is one
	@$(PYTHON) bootstrap.py run $(ARGS)

desktop: ## Open the console in a window of its own, over a local folder
	@$(PYTHON) bootstrap.py desktop $(ARGS)

test: ## Run all tests on both engines, then the end-to-end tests in Chromium
	@$(PYTHON) bootstrap.py test $(ARGS)

check: ## Format, lint, import walls, types, architecture and fast tests: under a minute
	@$(PYTHON) bootstrap.py check $(ARGS)

fast: ## The fast tests alone: architecture, docs and domain on SQLite
	@$(PYTHON) bootstrap.py fast $(ARGS)

e2e: ## The end-to-end tests alone
	@$(PYTHON) bootstrap.py e2e $(ARGS)

test-desktop: ## The window's tests in real windows on a virtual screen; says what lacks where it cannot
	@$(PYTHON) bootstrap.py test-desktop $(ARGS)

desktop-app: ## Pack the window with its own Python into one folder, dist/Byleave
	@$(PYTHON) bootstrap.py desktop-app $(ARGS)

bench: ## Measure what each answer costs, on SQLite and Postgres: five minutes
	@$(PYTHON) bootstrap.py bench $(ARGS)

long: ## Run all proofs: hours; their figures land in proofs/ and docs/proofs.md
	@$(PYTHON) bootstrap.py long $(ARGS)

proofs: ## Write docs/proofs.md, and its part of README.md, from the figures in proofs/
	@$(PYTHON) bootstrap.py proofs

format: ## Write the format, the safe fixes and the generated pages into the files
	@$(PYTHON) bootstrap.py format

clean: ## Remove what the targets made: .venv, .tools, caches; never a data folder
	@$(PYTHON) bootstrap.py clean
