# `make run` and `make test` set up everything they need from a bare Python 3.11 to 3.13 with pip and gcc.

PYTHON ?= python3
VENV   ?= .venv
OUT    ?= out
JOBS   ?= 2
extras ?= dev

root   := $(CURDIR)
bin    := $(abspath $(VENV))/bin
stamp  := $(abspath $(VENV))/.installed
links  := synth/kernels synth/mutate synth/solvers synth/verify
# Ruff walks through no link by itself: each linked folder is named, and read once.
python := synth $(links) tests benchmarks

.PHONY: setup run test lint tidy formatted typed layered tested bench docs clean
.NOTPARALLEL:
.DEFAULT_GOAL := test

setup: $(stamp)

run: $(stamp)
	@echo 'The first five arguments of logic.lark:'
	@$(bin)/synth enumerate --grammar logic.lark --depth 4 --limit 5 --text
	@echo
	$(bin)/synth generate mini --out $(OUT)/mini

test: lint tested

lint: tidy formatted typed layered

tidy: $(stamp)
	$(bin)/ruff check $(python)

formatted: $(stamp)
	$(bin)/ruff format --check $(python)

typed: $(stamp)
	$(bin)/mypy
	$(bin)/mypy benchmarks/audit.py benchmarks/audits

layered: $(stamp)
	$(bin)/lint-imports

# From a folder outside the root, so that nobody imports the bare folders by accident.
tested: $(stamp)
	@away=$$(mktemp -d) && trap 'rm -rf "$$away"' EXIT && cd "$$away" && \
	  $(bin)/pytest -c $(root)/pyproject.toml --rootdir $(root) -n $(JOBS) $(root)/tests $(root)/synth

# Full-scale figures, in an environment that the peers share with synth and nothing else uses.
bench:
	$(MAKE) setup VENV=.venv-bench extras=dev,bench
	.venv-bench/bin/python benchmarks/enumeration.py
	.venv-bench/bin/python benchmarks/shortcuts.py
	.venv-bench/bin/python benchmarks/planted.py --good 100000
	.venv-bench/bin/python benchmarks/logic.py
	.venv-bench/bin/python benchmarks/mathematics.py
	.venv-bench/bin/python benchmarks/primes.py
	.venv-bench/bin/python benchmarks/mutants.py
	.venv-bench/bin/python benchmarks/sandbox.py

# The pages that are made from the code; a test says when they are behind it.
docs: $(stamp)
	$(bin)/synth gallery > docs/gallery.md

clean:
	rm -rf $(VENV) .venv-bench build dist *.egg-info .mypy_cache .ruff_cache .hypothesis .pytest_cache .import_linter_cache

unlinked := 'this checkout has lost its symbolic links: clone it again with git clone -c core.symlinks=true'

$(stamp): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else \
	  f"$(PYTHON) is Python {v[0]}.{v[1]}; synth needs 3.11, 3.12 or 3.13: make PYTHON=python3.12")'
	@test -e synth/kernels/__init__.py || { echo $(unlinked) >&2; exit 1; }
	@echo 'Setting up $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@$(bin)/pip install -q --disable-pip-version-check -c constraints.txt setuptools
	@$(bin)/pip install -q --disable-pip-version-check -c constraints.txt --no-build-isolation -e '.[$(extras)]'
	@touch $@
