# Everything here needs only Python 3.11 or newer with pip and venv, make and git.
# Another Python: make test PY=/path/to/python3.12

.DEFAULT_GOAL := help
.PHONY: help demo test test-all check format bench clean

VENV := .venv
BIN := $(VENV)/bin

# The newest usable Python: recent enough, and able to make an environment with pip in it.
FIND_PYTHON = for candidate in $(PY) python3.13 python3.12 python3.11 python3; do \
	if "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
		echo "$$candidate"; exit 0; \
	fi; \
	if [ -n "$(PY)" ]; then break; fi; \
done; \
echo "No usable Python: this needs Python 3.11 or newer with venv and pip (on Debian: apt install python3-venv)." >&2; \
echo "If you have one elsewhere, name it: make $(MAKECMDGOALS) PY=/path/to/python3.12" >&2; \
exit 1

help: ## Show what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/run.stamp ## Run the main job on the sample book into demo/ and say where the PDFs are
	$(BIN)/invoicing demo demo/

test: $(VENV)/dev.stamp ## Run the test suite, with branch coverage by room
	$(BIN)/python -m pytest -n auto --cov --cov-report=json:coverage.json --cov-report=
	$(BIN)/python tests/checks/coverage_by_room.py coverage.json

test-all: $(VENV)/dev.stamp ## The same with the slow tests
	$(BIN)/python -m pytest -n auto -m "" --cov --cov-report=json:coverage.json --cov-report=
	$(BIN)/python tests/checks/coverage_by_room.py coverage.json

check: $(VENV)/dev.stamp ## Lint, format, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.stamp ## Mend what the linter and the formatter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev.stamp ## Measure start time and speed against others, side by side
	@for script in bench/[a-z]*.py; do echo "== $$script"; $(BIN)/python "$$script" || exit 1; done

clean: ## Remove the environment, caches and the demo
	rm -rf $(VENV) demo dist coverage.json .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The environment is made again when pyproject.toml has changed, and only then: the package is installed as a link to
# this folder, so a change in the code needs no new installation.
$(VENV)/run.stamp: pyproject.toml
	@python="$$($(FIND_PYTHON))" && "$$python" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
