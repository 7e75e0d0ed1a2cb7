# A newcomer needs python3 (3.11 or newer), pip, make and git. Everything else comes from requirements/.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
UV     := .tools/bin/uv
# Compiled modules are kept, whatever the shell says of it: without them every start compiles everything anew, twice the time.
unexport PYTHONDONTWRITEBYTECODE
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)
UV_ENV := PYTHONPATH=.tools VIRTUAL_ENV=$(CURDIR)/$(VENV)
INSTALL := $(UV_ENV) $(UV) pip install --quiet --python $(PY)
COMPILE := $(UV_ENV) $(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --generate-hashes --no-header

.PHONY: help setup run test check format bench docs reference lock clean

help:  ## What can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

setup: $(VENV)/.dev $(VENV)/.compiled  ## Environment with everything for tests and checks

run: $(VENV)/.base $(VENV)/.compiled  ## The fictional company, served on this machine; prints where and whom to sign in as
	@$(VENV)/bin/duecare demo

test: $(VENV)/.dev $(VENV)/.compiled  ## Everything on SQLite, and on PostgreSQL when DUECARE_TEST_POSTGRES names one
	@$(PY) scripts/run_tests.py $(TESTS)

check: $(VENV)/.dev  ## Format, lint, types, contracts, generated pages, documentation
	@$(PY) scripts/check.py

format: $(VENV)/.dev  ## Put the code into its format
	@$(VENV)/bin/ruff format src tests scripts
	@$(VENV)/bin/ruff check --fix-only --quiet src tests scripts

bench: $(VENV)/.dev  ## The figures, as a table
	@$(PY) -m scripts.bench $(PARTS)

docs: $(VENV)/.dev reference  ## The documentation, into site/
	@$(VENV)/bin/mkdocs build --strict --quiet
	@echo "Documentation: site/index.html"

reference: $(VENV)/.dev  ## Write the generated pages of docs/reference anew
	@$(PY) scripts/reference.py --write

lock: $(UV)  ## Compile requirements/*.txt anew from pyproject.toml and *.in
	@$(COMPILE) requirements/tools.in -o requirements/tools.txt
	@$(COMPILE) requirements/build.in -o requirements/build.txt
	@$(COMPILE) pyproject.toml -o requirements/base.txt
	@$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt

clean:  ## Remove what was built; var/ (data) stays
	@rm -rf $(VENV) .tools site dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a second start asks no registry and takes no time.
$(UV): requirements/tools.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; PYTHON=/path/to/python3.11 make ...")'
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --upgrade --target .tools --require-hashes -r requirements/tools.txt
	@touch $@

$(VENV)/.made: $(UV)
	@test -x $(PY) || $(UV_ENV) $(UV) venv --quiet --python $(PYTHON) $(VENV)
	@touch $@

$(VENV)/.base: $(VENV)/.made requirements/base.txt requirements/build.txt pyproject.toml
	@$(INSTALL) --require-hashes -r requirements/base.txt
	@$(INSTALL) --require-hashes -r requirements/build.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

# The matcher's machine code, made when its sources changed, so that nobody waits for it at a first search.
$(VENV)/.compiled: $(VENV)/.base $(wildcard src/duecare/apps/screening/rules/*.py)
	@$(PY) -c "from duecare.screening import prepare; prepare()"
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
