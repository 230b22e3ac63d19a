# Everything lives in .venv and .cache; nothing is installed outside this folder, and no root is needed.
V := .venv
UV := $(V)/bin/uv
PORT ?= 8000
export UV_PYTHON_DOWNLOADS := never
# As pip does: behind an office's proxy only the system knows the certificate.
export UV_SYSTEM_CERTS := true
# Wheels only, so that no compiler is needed; hashes, so that what is installed is what was reviewed.
CHECKED := --require-hashes --only-binary :all:
PIP := $(V)/bin/python -m pip install -q --disable-pip-version-check $(CHECKED)
# uv is four times as fast; pip knows a mirror that is configured for pip alone.
define install
$(UV) pip install -q -p $(V)/bin/python $(CHECKED) -r $(1) || { echo "uv could not; trying pip"; $(PIP) -r $(1); }
endef
LOCK := $(UV) pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
# Run each, not only find it: a version manager leaves names on the PATH that do not start.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help setup demo serve test drill lint lock pictures bench-accuracy bench-speed bench-repair
.DEFAULT_GOAL := help

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "make %-15s %s\n", $$1, $$2 }'

setup: $(V)/.runtime  ## install the engine, the command line and the web into .venv
	@echo "ready: $(V)/bin/rightfit --help"

demo: $(V)/.runtime  ## a practice with a history, on http://127.0.0.1:8000 (PORT=8000, FRESH=1 starts it anew)
	@exec $(V)/bin/rightfit demo --port $(PORT) $(if $(filter 1 yes true,$(FRESH)),--fresh)

serve: $(V)/.runtime  ## a practice of your own, on http://127.0.0.1:8000 (PORT=8000); docs/guide/operator.md
	@exec $(V)/bin/rightfit serve --port $(PORT)

test: $(V)/.dev  ## all checks and tests, on SQLite and on PostgreSQL
	@exec $(V)/bin/python tools/test.py

drill: $(V)/.dev  ## kill, fill, crowd and restore for minutes; writes docs/drills.md
	@exec $(V)/bin/python tools/drill.py

lint: $(V)/.dev  ## mend what can be mended, then check style, types and floors
	@$(V)/bin/ruff check -q --fix-only
	@$(V)/bin/ruff format -q
	@exec $(V)/bin/python tools/test.py style types floors

lock: $(UV)  ## newest versions that fit pyproject.toml, with hashes
	echo uv | $(UV) pip compile -q - --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements/uv.txt
	$(LOCK) --upgrade --extra web --group build -o requirements/runtime.txt
	$(LOCK) --upgrade --extra web --extra fast --group build --group dev -c requirements/runtime.txt -o requirements/dev.txt
	$(LOCK) --upgrade --group bench -c requirements/dev.txt -o requirements/bench.txt
	@! grep -nE '://|@ |^-|/' requirements/*.txt  # names, versions and hashes; never an address or a path

pictures: $(V)/.dev  ## draw the pictures of the README again, from the demo
	@exec $(V)/bin/python tools/pictures.py

bench-accuracy: $(V)/.dev  ## every detector on all made-up practices, half an hour; writes docs/science/accuracy.md (SETTING=base: one)
	@$(V)/bin/python -m bench.accuracy $(if $(SETTING),--setting $(SETTING),--all --clients 1500)
	@$(if $(SETTING),,$(V)/bin/python bench/repairs.py --all > build/accuracy/repairs.md)
	@$(V)/bin/python -m bench.accuracy.page

bench-speed: $(V)/.bench  ## the filter beside what else could be picked, as ratios, and one new check-in
	@exec $(V)/bin/python -m bench.speed

bench-repair: $(V)/.dev  ## how often "better" and "not better" are right (SETTING=base)
	@exec $(V)/bin/python bench/repairs.py $(SETTING)

$(UV): requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "rightfit needs Python 3.11 or newer (found: $$(python3 --version 2>&1))"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "rightfit needs Python 3.11 or newer (found: $$($(PYTHON) --version 2>&1))"; exit 1; }
	@$(PYTHON) -m venv $(V) >/dev/null 2>&1 || { rm -rf $(V); \
		echo "Python cannot make a virtual environment here; install: $$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; exit 1; }
	@echo "installing into $(V); this needs a network once"
	@$(PIP) -r requirements/uv.txt
	@touch $@

$(V)/.runtime: requirements/runtime.txt pyproject.toml | $(UV)
	@$(call install,requirements/runtime.txt)
	@$(UV) pip install -q -p $(V)/bin/python --no-build-isolation --no-deps -e .
	@touch $@

$(V)/.dev: requirements/dev.txt $(V)/.runtime
	@$(call install,requirements/dev.txt)
	@touch $@

$(V)/.bench: requirements/bench.txt $(V)/.dev
	@$(call install,requirements/bench.txt)
	@touch $@
