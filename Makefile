# Estimator Desktop. `make help` lists what there is to do.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
PY := .venv/bin/python
# Every process starts faster from compiled modules.
unexport PYTHONDONTWRITEBYTECODE
# Tests and screenshots need no screen.
export QT_QPA_PLATFORM ?= $(if $(DISPLAY),,offscreen)
JOBS ?= 2
PYTEST := $(PY) -m pytest -n $(JOBS)

.PHONY: arch bench bench-accuracy bench-audit bench-cancel bench-files bench-kill bench-marks bench-match bench-nasty bench-peers bench-proof bench-queue bench-read bench-ui bundle bundle-test clean demo docs format fuzz help install-desktop lint lock pip-audit run sbom screenshots setup setup-dev soak test test-mineru test-slow types

help: ## list the commands
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .venv/.runtime ## make .venv with what the program needs
setup-dev: .venv/.dev ## the same with the developers' tools

.venv/.runtime: requirements.txt pyproject.toml scripts/setup.sh
	@PYTHON=$(PYTHON) scripts/setup.sh runtime

.venv/.dev: requirements-dev.txt pyproject.toml scripts/setup.sh
	@PYTHON=$(PYTHON) scripts/setup.sh dev

run: setup ## open the window
	@$(if $(DISPLAY)$(WAYLAND_DISPLAY),env -u QT_QPA_PLATFORM) $(PY) -m estimator_desktop gui

demo: setup ## read, prove and audit the shipped sample headless; says where the files are
	@$(PY) -m estimator_desktop demo --out out/demo

test: setup-dev ## the everyday test suite with coverage
	@scripts/test.sh

test-slow: setup-dev ## the tests that take longer
	@$(PYTEST) -m slow

test-mineru: setup-dev ## install the real MinerU into .mineru and read PDFs through it
	@scripts/test_mineru.sh

lint: setup-dev ## ruff: style, errors, formatting
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

format: setup-dev ## let ruff put the code in order
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

types: setup-dev ## mypy, strict, over the program and the scripts
	@.venv/bin/mypy

arch: setup-dev ## the import rules of docs/architecture.md
	@.venv/bin/lint-imports

screenshots: setup-dev ## pictures of the window from the sample into docs/images
	@$(PY) scripts/screenshots.py

bench-ui: setup-dev ## measure the window: first window, 20 000 positions, filter, blocks during an import
	@$(PY) scripts/bench_ui.py

bench-marks: setup-dev ## does the window mark the right place: every position of the corpus whose truth has a page
	@$(PY) scripts/bench_marks.py

bench: setup-dev ## all benchmarks into the table of docs/benchmarks.md (most of an hour); ONLY="queue match" some
	@$(PY) scripts/bench.py $(ONLY)

bench-accuracy: setup-dev ## measure reading over the corpus, where it lies beside the checkout
	@$(PY) scripts/bench_read.py

bench-peers: setup-dev ## beside camelot, img2table and rapidfuzz, which are installed into .peers
	@test -x .peers/bin/python || ($(PYTHON) -m venv .peers && .peers/bin/pip install -q camelot-py img2table rapidfuzz)
	@$(PY) scripts/bench_peers.py

bench-queue: setup-dev ## how soon a job starts and what an idle worker costs, beside Huey as it comes
	@$(PY) scripts/bench_queue.py

bench-cancel: setup-dev ## cancel the reading of an 800-page file and look what is left
	@$(PY) scripts/bench_cancel.py

bench-kill: setup-dev ## kill -9 window, worker and reader 100 times while 300 bills are read, and count
	@$(PY) scripts/bench_kill.py
bench-match: setup-dev ## measure matching: 40 000 items, 1 000 positions, beside a brute-force scan
	@$(PY) scripts/bench_match.py

bench-audit: setup-dev ## plant seeded faults in real budgets and count what the audit finds
	@$(PY) scripts/bench_audit.py

bench-read: setup-dev ## pages a second beside pdfplumber and bare pdfium; memory of 50 and 800 pages
	@$(PY) scripts/bench_speed.py

bench-proof: setup-dev ## the import proof of every corpus document beside the truth's
	@$(PY) scripts/bench_proof.py

bench-files: setup-dev ## files out and back over the corpus, write-back, LibreOffice's totals, export times
	@$(PY) scripts/bench_files.py

bench-nasty: setup-dev ## every hostile file of the corpus: time, memory, what is said
	@$(PY) scripts/bench_nasty.py

fuzz: setup-dev ## read thousands of damaged files; SEED=1 COUNT=2400
	@$(PY) scripts/fuzz.py --seed $(or $(SEED),1) --count $(or $(COUNT),2400)

bundle: setup-dev ## a one-folder program in dist/
	@scripts/need.sh objdump binutils
	@.venv/bin/pyinstaller --noconfirm --clean --log-level ERROR build.spec && du -sh dist/estimator-desktop

bundle-test: setup-dev ## start the bundle without a Python, drop the sample, export, compare
	@scripts/need.sh Xvfb xvfb
	@$(PY) scripts/bundle_test.py

soak: setup-dev ## mixed work on the real program; MINUTES=60 SEED=1
	@$(PY) scripts/soak.py --minutes $(or $(MINUTES),60) --seed $(or $(SEED),1)

install-desktop: setup ## menu entry and file associations for this user (Linux); REMOVE=1 takes them out
	@$(PY) scripts/install_desktop.py $(if $(REMOVE),--remove)

docs: setup-dev ## the written pages: rules, failures
	@$(PY) scripts/make_rules_doc.py && $(PY) scripts/make_failures_doc.py

pip-audit: ## known holes in the pinned packages (asks the advisory database over the network)
	@test -x .pip-audit/bin/pip-audit || ($(PYTHON) -m venv .pip-audit && .pip-audit/bin/pip install -q pip-audit)
	@.pip-audit/bin/pip-audit -r requirements.txt --require-hashes --disable-pip --strict

sbom: setup-dev ## what is installed, with its licences: docs/sbom.json, docs/licences.md
	@$(PY) scripts/make_licences.py

lock: ## resolve and pin all dependencies anew (needs a package registry)
	@scripts/lock.sh

clean: ## remove what was built; the environment and your data stay
	@rm -rf build dist out .coverage* htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
