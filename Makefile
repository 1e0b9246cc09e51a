# ImgurHub from a bare clone: `make run`. Needs make and Python 3.11, 3.12 or 3.13 with venv, nothing else.

PYTHON ?= python3
PY := .venv/bin/python
# State of its own, so that checks neither read nor touch the hub that runs from this folder.
APART := IMGURHUB_RUN_DIR=$${TMPDIR:-/tmp}/imgurhub-check-$$$$
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test slow check lint bench

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install what is missing and run the whole hub until Ctrl-C (PORT=8000 and others: docs/settings.md)
	@$(PYTHON) bootstrap.py
	@exec $(PY) -m imgurhub.launch --end-with-parent

test: ## Run the tests (ARGS="-k upload" for some; DATABASE_URL for another database than SQLite)
	@$(PYTHON) bootstrap.py --dev
	@$(PY) -m pytest -n 4 --dist worksteal -m "not slow" $(ARGS)

slow: ## Run the tests that make whole worlds and hubs anew
	@$(PYTHON) bootstrap.py --dev
	@$(PY) -m pytest -n 2 --dist worksteal -m slow $(ARGS)

check: lint test slow ## Everything that has to hold: lint and all tests

lint: ## Format, lint, types, import contracts, migrations, settings; seconds, no tests
	@$(PYTHON) bootstrap.py --dev
	@export $(APART); trap 'rm -rf "$$IMGURHUB_RUN_DIR"' EXIT; set -ex; \
	$(PY) -m ruff format --check .; \
	$(PY) -m ruff check .; \
	DJANGO_SETTINGS_MODULE=imgurhub.settings $(PY) -m mypy accounts imgur imgurhub media_sync portal; \
	DJANGO_SETTINGS_MODULE=sandbox.settings $(PY) -m mypy --cache-dir .mypy_cache/sandbox sandbox; \
	.venv/bin/lint-imports; \
	$(PY) manage.py makemigrations --check --dry-run; \
	$(PY) manage.py check --fail-level WARNING

bench: ## Measure what the documentation claims
	@$(PYTHON) bootstrap.py --dev
	@$(PY) -m benchmarks
