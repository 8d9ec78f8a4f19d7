# make lab · make again LESSON=02 · make test · make matrix · make prove · make record · make images · make count · make bench · make publish-as REPO=owner/name
# make site · make site-open · make check-site
# Every command makes .venv, or the site's own environment, first when it is missing, older than what it is made from,
# or not this folder's.

PYTHON ?= python3
LAB_FLAGS ?=
BIN := .venv/bin
LESSONS := $(sort $(wildcard notebooks/*.ipynb))

# The web edition is built with an environment of its own, so that a learner installs none of it.
SITE := build/site-venv/bin
NPM := build/site-npm/node_modules
# A folder with Pyodide, its packages included, to put on the site; without it, pages take Pyodide from its own address.
PYODIDE ?=

# Wherever the user's own pip installs, here it is into this folder's environment.
export PIP_USER := 0
# Where nothing answers, pip says so after half a minute, or when a PIP_TIMEOUT of the user's own has passed twice.
export PIP_RETRIES := 1
PROXIES = $(foreach name,HTTPS_PROXY https_proxy,$(if $($(name)), Does the proxy $(name)=$(lastword $(subst @, ,$($(name)))) answer?))
unexport PIP_PREFIX PIP_TARGET PYTHONHOME

define need_python
@command -v "$(PYTHON)" >/dev/null || { echo "$(PYTHON) is not found: install Python 3.10 or newer, or name yours: make PYTHON=/path/to/python"; exit 1; }
@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "$$("$(PYTHON)" --version) is too old: install Python 3.10 or newer, or name yours: make PYTHON=/path/to/python"; exit 1; }
@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python has no venv module: install it (on Debian and Ubuntu: sudo apt install python3-venv)"; exit 1; }
endef

.PHONY: lab again test matrix prove record images count bench site site-open check-site publish-as .venv
.DEFAULT_GOAL := lab

# Jupyter refuses to run as root, the usual user in a container, unless told that it may.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

# Kernel and page talk encrypted, so that the kernel has nothing to warn of; of the server's log, only errors are shown.
lab: .venv
	@$(BIN)/python -m helpers.engine.copies
	@echo "JupyterLab opens in your browser; if it does not, open one of the addresses below. Press Ctrl+C here to end it."
	@$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/my-course/01_relu.ipynb --log-level=ERROR --LabApp.log_level=ERROR \
	  --KernelManager.transport_encryption=auto $(AS_ROOT) $(LAB_FLAGS)

again: .venv
	@test -n "$(LESSON)" || { echo "Say which lesson: make again LESSON=02"; exit 1; }
	@$(BIN)/python -m helpers.engine.copies --again "$(LESSON)"

test: .venv
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m pytest $(TEST_FLAGS)

matrix: .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[ci]"
	@$(BIN)/nox -f tests/noxfile.py --envdir "$$PWD/build/nox" $(NOX_FLAGS)

prove: .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[ci]"
	@$(BIN)/python tests/prove.py $(if $(MUTANTS),'$(MUTANTS)')

record: .venv
	@$(BIN)/jupyter nbconvert --config tests/record_config.py --to notebook --execute --inplace $(LESSONS)

images: .venv
	@$(BIN)/python tests/test_pictures.py

# How large the course is, in lines.
count:
	@count() { echo "$$(cat $$2 | wc -l) $$1"; }; \
	  count "helpers, Python" "helpers/*.py helpers/*/*.py"; \
	  count "  of these the engine" "helpers/engine/*.py"; \
	  count "books: slips, questions, faults" "helpers/*/*.txt"; \
	  count "tests, Python" "tests/*.py"; \
	  count "answers that beginners write" "tests/answers/*.txt"; \
	  count "sentences of pictures" "tests/sentences.txt"; \
	  count "lesson 02 beside its notebook" "helpers/softmax/* tests/test_softmax.py"

bench: .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[test,bench]"
	@$(BIN)/python tests/bench.py

.venv: .venv/installed

# What is installed must be this folder's: not another's from which it was copied or renamed, nor of a Python that has
# gone or is another one now. It is asked from elsewhere, where no folder called helpers stands in the way (and with
# a dot before it, since CDPATH may hold another .venv).
OURS := import os, sys, helpers; sys.exit(not os.path.samefile(helpers.__file__, sys.argv[1]))
ifneq ($(wildcard .venv/installed),)
ifeq ($(shell cd ./.venv && bin/python -E -c '$(OURS)' "$$OLDPWD/helpers/__init__.py" 2>/dev/null && echo ours),)
.PHONY: .venv/installed
endif
endif

# The stamp comes last, so an install that was broken off is done again.
.venv/installed: requirements.txt pyproject.toml
	$(need_python)
	@echo "Making .venv: about 650 MB on disk, a minute or two with a good connection ..."
	@"$(PYTHON)" -m venv --clear .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt -e ".[test]" >.venv/install.log 2>&1 \
	  || { echo "The packages could not be installed. Is there a network?$(PROXIES) Then run make again. What pip said: .venv/install.log"; exit 1; }
	@# Without this, JupyterLab asks every newcomer about news, and asks the network for it.
	@$(BIN)/jupyter labextension disable --level=sys_prefix "@jupyterlab/apputils-extension:announcements" >/dev/null 2>&1 || true
	@touch $@

site: build/site-venv/installed
	@test -z "$(PYODIDE)" -o -f "$(PYODIDE)/pyodide-lock.json" || { echo "$(PYODIDE) holds no Pyodide: name a folder with pyodide-lock.json and the packages beside it"; exit 1; }
	@echo "Making build/site: one to five minutes, by what else the machine does; most goes into every state of the explorables ..."
	@rm -rf build/site build/site-source build/site-lite build/lib
	@mkdir -p build/site-source/static build/site-lite/files build/site-lite/static
	@# The reading pages.
	@cp -R site/index.md site/teaching.md site/glossary.md CHANGELOG.md ERRATA.md notebooks images build/site-source
	@cp -R $(NPM)/@mathjax/mathjax-newcm-font/chtml/woff2 build/site-source/static/formulas
	@$(SITE)/sphinx-build -q -W --keep-going -c site -d build/site-source/.doctrees build/site-source build/site
	@# The browser edition: the same lessons, and as wheels what their first cell installs.
	@cp -R build/site-venv/wheels build/site-lite/pypi
	@$(SITE)/pip wheel -q --disable-pip-version-check --no-index --no-deps --no-build-isolation -w build/site-lite/pypi .
	@mkdir build/site-lite/files/notebooks
	@$(SITE)/python -m helpers.engine.copies notebooks build/site-lite/files/notebooks >/dev/null
	@cp site/jupyter-lite.json site/overrides.json build/site-lite
	@$(if $(PYODIDE),cp -R "$(PYODIDE)" build/site-lite/static/pyodide)
	@cd ./build/site-lite && ../../$(SITE)/jupyter lite build --output-dir ../site/lite --apps notebooks --apps tree --no-sourcemaps >build.log 2>&1 || { cat build.log; exit 1; }
	@cp site/lesson.css site/lesson.js build/site/lite
	@perl -pi -e 's|</body>|<link rel="stylesheet" href="../lesson.css"><script type="module" src="../lesson.js"></script></body>|' build/site/lite/notebooks/index.html
	@touch build/site/.nojekyll
	@echo "build/site holds the web edition, $$(du -sm build/site | cut -f1) MB: make site-open shows it, and any static host can serve it."

site-open: build/site-venv/installed
	@test -f build/site/index.html || $(MAKE) site
	@$(SITE)/python site/serve.py

check-site: build/site-venv/installed
	@$(MAKE) site
	@$(SITE)/python -m pytest -o addopts="-p no:cacheprovider -rs" --confcutdir=site $(TEST_FLAGS) site

# Its commands name the folder they were made in, and go on using that one where the folder was copied.
ifneq ($(wildcard build/site-venv/installed),)
ifeq ($(shell grep -qF "$$(pwd -P)/$(SITE)/python" $(SITE)/sphinx-build && $(SITE)/python -c "" && echo ours),)
.PHONY: build/site-venv/installed
endif
endif

# Pure Python, so that one wheel serves every browser; the lessons' own ranges decide which.
build/site-venv/installed: site/requirements.txt site/package-lock.json
	$(need_python)
	@node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null || { echo "The web edition needs Node.js 18 or newer, with npm: install them (on Debian and Ubuntu: sudo apt install nodejs npm)"; exit 1; }
	@echo "Making build/site-venv and build/site-npm: about 900 MB on disk, one to eight minutes, by the connection and what else the machine does ..."
	@"$(PYTHON)" -m venv --clear build/site-venv
	@{ $(SITE)/python -m pip install -q --disable-pip-version-check -r site/requirements.txt && \
	  $(SITE)/python -m pip download -q --disable-pip-version-check --no-deps -d build/site-venv/wheels nnfs comm ipywidgets jupyterlab_widgets && \
	  mkdir -p build/site-npm && cp site/package.json site/package-lock.json build/site-npm && \
	  npm --prefix build/site-npm ci --ignore-scripts --no-audit --no-fund; } >build/site-venv/install.log 2>&1 \
	  || { echo "The packages could not be installed. Is there a network?$(PROXIES) Then run make again. What pip and npm said: build/site-venv/install.log"; exit 1; }
	@touch $@

publish-as:
	@echo "$(REPO)" | grep -Eq '^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$$' || { echo "Say which repository: make publish-as REPO=owner/name"; exit 1; }
	@old=$$(sed -n 's|^Repository = "https://github.com/\(.*\)"|\1|p' pyproject.toml) && \
	  git grep -lF -e "$$old" -e "$${old%%/*}.github.io/$${old#*/}" | OLD="$$old" NEW="$(REPO)" xargs perl -pi -e \
	  'for my $$by ("/", ".github.io/") { (my $$old = $$ENV{OLD}) =~ s|/|$$by|; (my $$new = $$ENV{NEW}) =~ s|/|$$by|; s/\Q$$old\E(?![\w-])/$$new/g }' && \
	  echo "Every badge, link and setup cell now names $(REPO) instead of $$old. Run make test, then commit."
