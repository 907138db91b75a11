# Two commands from a fresh clone do everything: `make demo` and `make test`.
# Nothing needs to be there but Python 3.11 or newer, and make.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)
BIN := .venv/bin
DEMO ?= demo
WORKERS ?= 2

.PHONY: demo test lint types contracts script unit wheel map docs pictures bench neo4j neo4j-stop clean

demo: .venv/.installed
	@$(BIN)/opmap demo $(DEMO)

test: lint types contracts script unit wheel

lint: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/.dev
	$(BIN)/mypy

contracts: .venv/.dev
	$(BIN)/lint-imports

# The map's script: its types, its bundle, its own tests. Without Node.js only CI insists on them.
script:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory web/node_modules/.installed && cd web && npm run --silent check; \
	elif [ "$$OPMAP_REQUIRE" = all ]; then echo "no npm is installed, and OPMAP_REQUIRE=all asks for one"; exit 1; \
	else echo "skipped: no npm is installed, so the map's script is not checked"; fi

map: web/node_modules/.installed
	cd web && npm run --silent build

web/node_modules/.installed: web/package.json
	cd web && npm install --silent --no-package-lock --no-audit --no-fund
	@touch $@

unit: .venv/.dev
	$(BIN)/python -m pytest -n $(WORKERS) --doctest-modules tests src connectors

wheel: .venv/.dev
	$(BIN)/python tests/wheel.py

docs: .venv/.dev
	$(BIN)/python -m docs.generate

pictures: .venv/.dev
	$(BIN)/python docs/photograph.py

bench: .venv/.dev
	for each in benchmarks/*.py; do $(BIN)/python $$each || exit 1; done

neo4j: .venv/.installed
	@$(BIN)/python tests/neo4j/server/neo4j_server.py start

neo4j-stop: .venv/.installed
	@$(BIN)/python tests/neo4j/server/neo4j_server.py stop

clean:
	rm -rf .venv build dist demo .opmap

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "opmap needs Python 3.11 or newer, and none was found. Name one: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
