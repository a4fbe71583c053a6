# Needs only Python 3.11 or newer and make. Another interpreter: make test PYTHON=python3.13
PYTHON ?= python3

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev

EXAMPLE := examples/vaccinazioni/scheda-singola.cda.xml
DEMO := build/demo

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint bench mutations fhir-official generate docs clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\): .*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; say which: make PYTHON=python3.13")'
	$(PYTHON) -m venv $(VENV)

# The stamps say that what pyproject.toml asks for is installed; the package itself is editable, so its code is always current.
$(INSTALLED): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(INSTALLED_DEV): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(INSTALLED) $@

demo: $(INSTALLED) ## Validate a vaccination document, convert it to JSON and back
	@mkdir -p $(DEMO)
	@echo '== siss-interop validate $(EXAMPLE)'
	@$(BIN)/siss-interop validate $(EXAMPLE)
	@echo
	@echo '== siss-interop convert $(EXAMPLE) --to json    (the first lines)'
	@$(BIN)/siss-interop convert $(EXAMPLE) --to json > $(DEMO)/message.json
	@$(BIN)/python -m json.tool --no-ensure-ascii $(DEMO)/message.json > $(DEMO)/pretty.json
	@cut -c 1-120 $(DEMO)/pretty.json | sed -n '1,40p'
	@echo
	@echo '== siss-interop convert $(DEMO)/message.json --to cda'
	@$(BIN)/siss-interop convert $(DEMO)/message.json --to cda > $(DEMO)/message.cda.xml
	@cmp $(EXAMPLE) $(DEMO)/message.cda.xml
	@echo 'The document that came back is equal to the original, byte for byte.'

test: $(INSTALLED_DEV) ## Run the tests
	$(BIN)/python -m pytest -q -n auto

lint: $(INSTALLED_DEV) ## Check style, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(INSTALLED_DEV) ## Measure speeds, as ratios to the bare parse
	$(BIN)/python -m tests.benchmarks.bench

mutations: $(INSTALLED_DEV) ## A million mutated events: what the schema refuses the model refuses too
	$(BIN)/python -m tests.benchmarks.mutations

fhir-official: $(INSTALLED_DEV) ## Ask HL7's own validator about every FHIR output (needs Java 17 and Maven)
	$(BIN)/python -m tests.fhir_official.run

generate: $(INSTALLED_DEV) ## Write xsd/, cda_templates/ and the reference pages anew
	$(BIN)/python -m siss_interop.generate

docs: $(INSTALLED_DEV) ## Build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

clean: ## Remove products and caches (the environment in .venv stays)
	rm -rf build dist site .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
