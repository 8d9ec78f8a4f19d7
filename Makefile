# make lab · make test · make record · make images · make bench · make publish-as REPO=owner/name
# Every command makes .venv first when it is missing or older than what it is made from.

PYTHON ?= python3
LAB_FLAGS ?=
BIN := .venv/bin
LESSONS := $(sort $(wildcard notebooks/*.ipynb))

.PHONY: lab test record images bench publish-as .venv
.DEFAULT_GOAL := lab

# Jupyter refuses to run as root, the usual user in a container, unless told that it may.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

lab: .venv
	@$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks/01_relu.ipynb --log-level=WARN $(AS_ROOT) $(LAB_FLAGS)

test: .venv
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m pytest $(TEST_FLAGS)

matrix: .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[ci]"
	@$(BIN)/nox -f tests/noxfile.py --envdir $(CURDIR)/build/nox $(NOX_FLAGS)

record: .venv
	@$(BIN)/jupyter nbconvert --config tests/record_config.py --to notebook --execute --inplace $(LESSONS)

images: .venv
	@$(BIN)/python -m helpers.pictures images

bench: .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[test,bench]"
	@$(BIN)/python tests/bench.py

.venv: .venv/installed

# The stamp comes last, so an install that was broken off is done again.
.venv/installed: requirements.txt pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { echo "$(PYTHON) is not found: install Python 3.10 or newer, or name yours: make PYTHON=/path/to/python"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "$$("$(PYTHON)" --version) is too old: install Python 3.10 or newer, or name yours: make PYTHON=/path/to/python"; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python has no venv module: install it (on Debian and Ubuntu: sudo apt install python3-venv)"; exit 1; }
	@echo "Making .venv: about 650 MB on disk, a minute or two with a good connection ..."
	@"$(PYTHON)" -m venv --clear .venv
	@$(BIN)/python -m pip install -q --retries 2 --disable-pip-version-check -r requirements.txt -e ".[test]" >.venv/install.log 2>&1 \
	  || { echo "The packages could not be installed. Is there a network? Then run make again. What pip said: .venv/install.log"; exit 1; }
	@# Without this, JupyterLab asks every newcomer about news, and asks the network for it.
	@$(BIN)/jupyter labextension disable --level=sys_prefix "@jupyterlab/apputils-extension:announcements" >/dev/null 2>&1 || true
	@touch $@

publish-as:
	@echo "$(REPO)" | grep -Eq '^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$$' || { echo "Say which repository: make publish-as REPO=owner/name"; exit 1; }
	@old=$$(sed -n 's|^Repository = "https://github.com/\(.*\)"|\1|p' pyproject.toml) && \
	  git grep -lF "$$old" | OLD="$$old" NEW="$(REPO)" xargs perl -pi -e 's/\Q$$ENV{OLD}\E(?![\w-])/$$ENV{NEW}/g' && \
	  echo "Every badge, link and setup cell now names $(REPO) instead of $$old. Run make test, then commit."
