# Two commands do everything: `make demo` and `make test`. `make check` is for contributors.
PYTHON ?= python3.11
# a process per core beats threads inside of one, see docs/identification.md
export OPENBLAS_NUM_THREADS ?= 1
BIN := .venv/bin

.PHONY: demo test check setup browser screenshots

setup: .venv/installed

.venv/installed: requirements.txt
	@echo "Installing the requirements into .venv (a minute or two) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

demo: setup
	@exec $(BIN)/python -m ipm_api.cli demo

# Chromium comes from Debian: Playwright's own download is not used. Poppler reads PDFs in tests
browser:
	@if ! command -v chromium >/dev/null 2>&1 || ! command -v pdftotext >/dev/null 2>&1; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
			echo "Installing Chromium for the browser tests …"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
				chromium fonts-dejavu-core poppler-utils >/dev/null; \
		else \
			echo "The tests need Chromium and Poppler: sudo apt-get install chromium poppler-utils"; exit 1; \
		fi; \
	fi

test: setup browser
	@$(BIN)/python -m pytest -n 2 --dist worksteal

# pictures of every page, for docs/portal, and of every screen of the phone, for docs/officer
screenshots: setup browser
	@rm -f docs/officer/*.png
	@IPM_SCREENSHOTS=$(CURDIR)/docs/officer $(BIN)/python -m pytest -n 2 -q tests/officer_app/test_every_screen.py
	@rm -rf docs/portal/pictures
	@IPM_SCREENSHOTS=$(CURDIR)/docs/portal/pictures $(BIN)/python -m pytest -n 0 -q \
		tests/rightholder_portal/test_gallery.py

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy image_index ipm_api
	@$(MAKE) --no-print-directory test
