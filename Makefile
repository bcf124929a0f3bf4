# make run   the portal with a demo city on http://localhost:8000 (keeps its data in var/)
# make demo  everything of `make run` but the serving; prints a summary of counts
# make test  all tests; make bench  measurements; make gallery  pictures of every page
# make lock  the exact packages and hashes of production, anew from requirements.txt
# make messages  bring the English catalogue up to date and list what is not translated yet
# DATABASE_URL and REDIS_URL point all of them at PostgreSQL and Redis instead.
.DELETE_ON_ERROR:
.PHONY: run demo test bench messages gallery lock clean

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
DEMO := BEKASI_ENV=demo

run: demo
	@$(DEMO) PORT=$(PORT) PATH="$(CURDIR)/$(BIN):$$PATH" sh .ci/serve

demo: .venv/installed
	@$(DEMO) $(BIN)/python manage.py migrate --verbosity 0
	@$(DEMO) $(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@$(DEMO) $(BIN)/python manage.py seed_demo --if-empty

test: .venv/installed
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh .ci/test

bench: .venv/installed
	@[ "$(SIZE)" = small ] || $(BIN)/pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt
	@BEKASI_ENV=test PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/bench/run $(SIZE)

messages: .venv/installed
	@BEKASI_ENV=test $(BIN)/python -m tests.house.catalogue

gallery: .venv/installed
	@PATH="$(CURDIR)/$(BIN):$$PATH" BEKASI_ENV=demo python tests/browser/gallery.py

# Every package that production installs, for any platform, with the hashes of its files.
lock: .venv/installed
	@$(PYTHON) -m venv var/lock && var/lock/bin/pip install --quiet uv==0.13.9
	@sed '/^# tests and checks/,$$d' requirements.txt > var/lock/production.in
	@var/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --default-index https://pypi.org/simple --no-annotate --no-header \
	    --output-file .ci/requirements.lock var/lock/production.in

clean:
	rm -rf var .venv

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@
