# `make` lists what there is. Everything is installed in this folder: .venv, tests/node_modules, .site.
.DEFAULT_GOAL := help
.PHONY: help site serve check fix new test bench shots fuzz hooks assets lock clean
PY := .venv/bin/python
PORT ?= 8000
export TITLE CATEGORY

help: ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

site: .venv/site.stamp ## set up, check and build the site into output/
	@$(PY) -m desk build

serve: .venv/site.stamp ## show the site with drafts at http://127.0.0.1:8000, and again at each change
	@$(PY) -m desk serve --port $(PORT)

check: .venv/site.stamp ## name every slip in the content, where it is and how to mend it
	@$(PY) -m desk check

fix: .venv/site.stamp ## mend what can be mended without knowing what you mean
	@$(PY) -m desk check --fix

new: .venv/site.stamp ## begin a draft: make new, or make new TITLE="..." CATEGORY=Migraine
	@$(PY) -m desk new

hooks: .venv/site.stamp ## let git check your words before each commit
	@git config core.hooksPath desk/hooks
	@echo "Each commit is now checked first. To stop that: git config --unset core.hooksPath"

test: .venv/test.stamp ## set up the test tools and run every test
	@$(PY) tests/provision.py
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy --strict --no-error-summary desk plugins pelicanconf.py publishconf.py
	@$(PY) -m pytest

bench: .venv/test.stamp ## sizes, first paint and Lighthouse, each beside a peer of the same run
	@$(PY) tests/provision.py
	@$(PY) -m tests.bench

shots: .venv/test.stamp ## pictures of every kind of page in every light, into .site/shots/
	@$(PY) tests/provision.py
	@$(PY) -m tests.shots

fuzz: .venv/test.stamp ## spoil good posts in a hundred thousand ways and see that the checks hold
	@MUTATIONS=100000 $(PY) -m pytest tests/content/test_mutations.py

assets: .venv/test.stamp ## make the fonts and icons anew from their sources
	@cd theme/assets && npm ci --ignore-scripts --no-audit --no-fund --silent
	@$(PY) theme/assets/fonts.py
	@$(PY) -m theme.assets.icons

lock: ## pin what pyproject.toml asks for, with hashes (needs uv)
	@uv pip compile pyproject.toml $(LOCK) -o requirements.txt
	@uv pip compile pyproject.toml --group test $(LOCK) -o tests/requirements.txt
LOCK = --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command "make lock"

clean: ## remove what was built and set up
	@rm -rf output .site .venv tests/node_modules theme/assets/node_modules

.venv/site.stamp: requirements.txt desk/setup.sh
	@sh desk/setup.sh requirements.txt $@

.venv/test.stamp: tests/requirements.txt desk/setup.sh
	@sh desk/setup.sh tests/requirements.txt $@
	@touch .venv/site.stamp
