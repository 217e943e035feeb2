# What one does with a clone of Shanhuo, on a Debian machine with Python 3.11 or later.
# pip reads your own configuration: set its index there, not here.

PORT ?= 8000
SANDBOX_PORT ?= 8001
ROWS ?= 10000000
export PORT SANDBOX_PORT

PYTHON := .venv/bin/python
# Installed once for each content of the lock file: a second run finds the stamp.
INSTALLED := .venv/installed-$(shell sha256sum requirements.lock | cut -c1-16)
INSTALLED_DEV := .venv/installed-dev-$(shell sha256sum requirements-dev.lock | cut -c1-16)
TRANSLATIONS := $(wildcard cms/locale*/*/LC_MESSAGES/*.po)

.PHONY: help demo test test-cluster bench bench-pages bench-search bench-import bench-statistics messages icons lint lock clean

help: ## Say what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 25

demo: $(INSTALLED) messages ## Start the market with its demo data; PORT (8000) and SANDBOX_PORT (8001) say where
	@exec setpriv --pdeathsig=TERM $(PYTHON) manage.py demo --port $(PORT) --sandbox-port $(SANDBOX_PORT)

test: $(INSTALLED_DEV) messages ## Run the tests on SQLite, PostgreSQL and in a browser
	@exec $(PYTHON) tests/run.py

test-cluster: $(INSTALLED_DEV) ## Kill two real nodes of ClickHouse and count what they answer
	@exec $(PYTHON) -m tests.cluster

bench: $(INSTALLED_DEV) messages ## Measure what a request costs, beside a bare Django
	@exec $(PYTHON) -m tests.bench

bench-pages: $(INSTALLED_DEV) messages ## Measure what a first visit weighs and how soon it is seen, in Chromium on a slow phone
	@exec $(PYTHON) -m tests.bench.pages

bench-search: $(INSTALLED_DEV) messages ## Measure what a search among 20,000 products costs, beside the plain list
	@exec $(PYTHON) -m tests.bench.searching

bench-import: $(INSTALLED_DEV) messages ## Measure what a report of 100,000 rows costs, beside a bare COPY, and kill one midway
	@exec $(PYTHON) -m tests.bench.importing

bench-statistics: $(INSTALLED_DEV) messages ## Measure figures of ROWS (10000000) rows beside DuckDB's raw scan of the same
	@exec $(PYTHON) -m tests.bench.statistics $(ROWS)

messages: $(INSTALLED) $(TRANSLATIONS:.po=.mo) ## Compile the translations

%.mo: %.po | $(INSTALLED)
	@$(PYTHON) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@ \
		--locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

icons: $(INSTALLED) ## Draw the icons of telephones anew from the mark
	@$(PYTHON) -m cms.drawing_icons

lint: $(INSTALLED_DEV) ## Check style and which part may import which
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@.venv/bin/lint-imports

lock: $(INSTALLED_DEV) ## Write the lock files anew from pyproject.toml
	@for group in "" -dev; do \
		$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header --no-annotate $${group:+--group dev} \
			pyproject.toml --output-file requirements$$group.lock; \
	done

clean: ## Remove what was made: the environment, the demo and its uploads, caches
	rm -rf .venv var .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find cms -name '*.mo' -delete
	find media -mindepth 1 ! -name .gitkeep -delete
	find . -name __pycache__ -prune -exec rm -rf {} +

$(INSTALLED): | .venv/bin/pip
	@echo "Installing what Shanhuo stands on (half a minute, once) …"
	@$(PYTHON) -m pip install --quiet --require-hashes --requirement requirements.lock
	@touch $@

# It holds all of the other, too.
$(INSTALLED_DEV): | .venv/bin/pip
	@echo "Installing what Shanhuo and its tests stand on (a minute, once) …"
	@$(PYTHON) -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@ $(INSTALLED)

.venv/bin/pip:
	@sh -eu -c ' \
	for python in python3.11 python3 python3.12 python3.13 none; do \
		$$python -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && break; \
	done; \
	if [ $$python = none ]; then \
		echo "Shanhuo needs Python 3.11 or later: apt-get install python3"; exit 1; \
	fi; \
	if ! $$python -c "import ensurepip" 2>/dev/null; then \
		if [ $$(id -u) = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -q >/dev/null && apt-get install -qy python3-venv >/dev/null; \
		else \
			echo "Python lacks its module venv: sudo apt-get install python3-venv"; exit 1; \
		fi; \
	fi; \
	rm -rf .venv; $$python -m venv .venv'
