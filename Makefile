# Every command sets up what it needs: a virtual environment in .venv, locked packages, voices and fonts.
SHELL := /bin/sh
PYTHON ?= python3
# Has to be 3.11: Blender is built for no other.
PYTHON_BLENDER ?= python3.11
VENV := .venv
PY := $(VENV)/bin/python
# As many test processes as cores.
JOBS ?= auto
OUR_CODE := accounts billing generation studio wire clients bench manage.py
BANDIT = $(VENV)/bin/bandit -q -ll -r $(OUR_CODE)

.PHONY: audit clients setup setup-dev blender gguf peers demo gallery serve test lint format bench acceptance chaos lock clean

setup: $(VENV)/.runtime
setup-dev: $(VENV)/.dev

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Studio needs Python 3.11 or later; set PYTHON=…") if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)

# --no-deps: the lock is complete, and one package is wanted without its dependencies (see requirements.in).
$(VENV)/.runtime: requirements.txt package-lock.json generation/providers/local/install.py | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	$(PY) generation/providers/local/install.py
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	touch $@

# Optional: Blender's Cycles for pictures (docs/blender.md). Its wheels need Python 3.11 and an older numpy than ours, so it
# lives beside .venv.
blender: .venv-blender/.done

.venv-blender/.done: requirements-blender.txt
	$(PYTHON_BLENDER) -m venv .venv-blender
	.venv-blender/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-blender.txt
	touch $@

# Optional: a language model of your own in a GGUF file (docs/models.md).
gguf: setup
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-gguf.txt

# The clients as packages: clients/python/dist, clients/typescript/dist.
clients: setup-dev
	$(PY) clients/generate.py
	PYTHONPATH=clients/python/src $(PY) -m studio_sdk.cli.describe > clients/python/cli-commands.json
	cd clients/python && ../../$(VENV)/bin/uv build --quiet
	cd clients/typescript && npm ci --silent --ignore-scripts && npx openapi-typescript src/openapi.json -o src/api.ts && npm run --silent build

# What the benchmarks measure beside.
peers: .venv-peers/.done

.venv-peers/.done: requirements-peers.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-peers.txt
	touch $@

demo: setup
	$(PY) clients/demo.py $(if $(BRIEF),--brief "$(BRIEF)") $(if $(DURATION),--seconds $(DURATION))

# A film of each text in docs/examples; their contact sheets are in docs/images.
gallery: setup
	$(PY) clients/gallery.py

serve: setup
	$(PY) manage.py serve

# A file's tests stay in one process: some share a running studio.
test: setup-dev
	$(PY) -m pytest -n $(JOBS) --dist loadfile -q
	$(PY) -m pytest -n $(JOBS) --dist loadfile -q --database=postgres

# What is too long for every change: crash matrices, load, big tables.
acceptance: setup-dev
	$(PY) -m pytest acceptance -q
	$(PY) -m pytest acceptance -q --database=postgres

# Jobs of every kind while something is killed, frozen or taken away every two seconds: ten minutes, one table.
# DATABASE=sqlite for the embedded profile.
DATABASE ?= postgres
chaos: setup-dev
	$(PY) -m acceptance.chaos --database $(DATABASE)

bench: setup-dev peers
	$(PY) -m bench

lint: setup-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(BANDIT)

# What is known of our code and of the locked packages; without the package index it fails, and says so. A finding of bandit's that is none says
# why beside it (`# nosec`).
audit: setup-dev
	$(BANDIT)
	for lock in requirements*.txt; do \
		case $$lock in requirements-overrides.txt) continue;; esac; \
		echo $$lock; $(VENV)/bin/pip-audit --strict --disable-pip --no-deps -r $$lock || exit 1; \
	done

format: setup-dev
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

lock: setup-dev
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-package pyaudio --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements.txt requirements.in
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-package pyaudio --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -c requirements.txt --override requirements-overrides.txt -o requirements-dev.txt requirements-dev.in
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements-blender.txt requirements-blender.in
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -c requirements-dev.txt -o requirements-gguf.txt requirements-gguf.in
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements-peers.txt requirements-peers.in

clean:
	rm -rf $(VENV) .venv-blender .venv-peers node_modules var
