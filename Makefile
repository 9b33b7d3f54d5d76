# One door to everything; `make` lists the targets. The scripts behind them are in tools/.
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON := .venv/bin/python
STAMP := .venv/.complete
# Of a few files (ARGS), one of the steps may have no test.
OR_NONE := || [ $$? -eq 5 ]

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 12

.PHONY: venv
venv: $(STAMP) ## make .venv with the locked packages (every target below does it when needed)

$(STAMP): requirements/dev.txt pyproject.toml tools/make-venv
	@tools/make-venv

.PHONY: demo
demo: $(STAMP) ## run the main job on the demo cluster, then serve the demo region (Ctrl-C stops it)
	@.venv/bin/clusterdynamics demo
	@.venv/bin/clusterdynamics serve --demo

.PHONY: test
test: $(STAMP) browser ## run the tests, with coverage of library and web application
	@COVERAGE_CORE=sysmon $(PYTHON) -m pytest -q -n 2 --dist worksteal -m 'not verify' \
		--cov --cov-fail-under=95 --cov-report=term-missing:skip-covered $(ARGS)

.PHONY: verify
verify: $(STAMP) browser postgresql ## run the long checks (tests marked verify; properties with many examples)
	@CD_EXAMPLES=100 $(PYTHON) -m pytest -q -n 2 --dist worksteal -m 'hypothesis and not verify' $(ARGS) $(OR_NONE)
	@$(PYTHON) -m pytest -q -n 2 --dist worksteal -m 'verify and not alone' $(ARGS) $(OR_NONE)
	@$(PYTHON) -m pytest -q -m 'verify and alone' $(ARGS) $(OR_NONE)

.PHONY: lint
lint: $(STAMP) ## check style, types, import directions and risky code
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet . || { echo 'lint: run .venv/bin/ruff format'; exit 1; }
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/bandit --quiet --recursive --configfile pyproject.toml src
	@echo 'lint: nothing to complain about'

.PHONY: audit
audit: $(STAMP) ## look the locked packages up in the list of known vulnerabilities (needs a network)
	@tools/audit

.PHONY: bench
bench: $(STAMP) ## run every script in benchmarks/
	@for script in benchmarks/[!_]*.py; do \
		if [ -e "$$script" ]; then echo "$$script"; $(PYTHON) "$$script" || exit 1; fi; \
	done

.PHONY: docs
docs: $(STAMP) ## build the documentation into site/
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict --quiet
	@echo 'docs: open site/index.html'

.PHONY: messages
messages: $(STAMP) ## collect the translatable texts and bring every language up to date
	@tools/update-messages

.PHONY: lock
lock: ## lock the packages again (needs uv); tools/lock --help says how to upgrade
	@tools/lock

.PHONY: browser
browser: ## get Chromium for the tests that need a browser, where that is possible
	@tools/find-chromium --install

.PHONY: postgresql
postgresql: ## get PostgreSQL for the long checks, where that is possible
	@tools/find-postgresql --install

.PHONY: clean
clean: ## delete what the other targets made, except .venv
	@rm -rf build dist site htmlcov .coverage .coverage.* .pytest_cache .hypothesis .mypy_cache .ruff_cache \
		.import_linter_cache .tools
	@find src tests benchmarks examples tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
