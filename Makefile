# `make` lists what there is; writers need none of it (`./site`). Everything is installed in this folder: .venv, tests/node_modules, .site.
.DEFAULT_GOAL := help
.PHONY: help site serve edit check fix new picture test sbom bench shots fuzz drill handouts hooks assets lock clean
PY := .venv/bin/python
PORT ?= 8000
BIND ?= 127.0.0.1
export TITLE CATEGORY FILE POST ALT

help: ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

site: ## set up, check and build the site into output/
	@./site build

serve: ## show the site with drafts at http://127.0.0.1:8000; BIND=0.0.0.0 shows it to your phone too
	@./site serve --port $(PORT) --bind $(BIND)

edit: ## write, see and save posts in your browser at http://127.0.0.1:8000/__desk/edit/
	@./site edit --port $(PORT)

check: ## name every slip in the content, where it is and how to mend it
	@./site check

fix: ## mend what can be mended without knowing what you mean
	@./site check --fix

new: ## begin a draft: make new, or make new TITLE="..." CATEGORY=Migraine
	@./site new

picture: ## take in a picture for a post: make picture FILE=~/IMG_0042.jpg POST=ketamine-and-sleep ALT="What it shows"
	@./site picture "$$FILE" "$$POST" --alt "$$ALT"

hooks: ## let git check your words before each commit
	@./site hooks

test: .venv/test.stamp ## set up the test tools and run every test
	@$(PY) tests/provision.py & $(STYLE); style=$$?; wait $$! && exit $$style
	@$(PY) -m pytest
STYLE = $(PY) -m ruff check --quiet . && $(PY) -m ruff format --check --quiet . && \
	$(PY) -m mypy --strict --no-error-summary desk plugins pelicanconf.py publishconf.py

sbom: .venv/test.stamp ## what builds the site and what of others is in it, as CycloneDX, into .site/sbom.cdx.json
	@$(PY) -m tests.supply.sbom .site/sbom.cdx.json

bench: .venv/test.stamp ## builds, sizes, first paint and Lighthouse, each beside a peer of the same run
	@$(PY) tests/provision.py
	@$(PY) -m tests.bench

shots: .venv/test.stamp ## pictures of every kind of page in every light, into .site/shots/
	@$(PY) tests/provision.py
	@$(PY) -m tests.shots

fuzz: .venv/test.stamp ## spoil posts in a hundred thousand ways; build after five thousand edits as after none
	@MUTATIONS=100000 $(PY) -m pytest tests/content/test_mutations.py
	@WALK=5000 $(PY) -m pytest tests/build/test_walk.py
	@EXAMPLES=2000 $(PY) -m pytest tests/unit

drill: .venv/test.stamp ## cut off 200 builds and 100 deploys under load; build by other Pythons; ask Cloudflare's server; learn the guard's weights
	@KILLS=200 $(PY) -m pytest tests/peers/test_swap_under_load.py
	@KILLS=50 $(PY) -m pytest tests/peers/test_deploy.py -k killed
	@$(PY) -m tests.peers.pythons
	@$(PY) -m tests.peers.cloudflare
	@KILLS=all $(PY) -m pytest tests/content/test_cut_off.py
	@$(PY) -m tests.content.learn --check

handouts: .venv/handouts.stamp ## lay out each post and tool as PDF for paper; the next build links to them
	@$(PY) -m desk.handouts

assets: .venv/test.stamp ## make the fonts, icons and search library anew from their sources
	@cd theme/assets && npm ci --ignore-scripts --no-audit --no-fund --silent
	@$(PY) theme/assets/fonts.py
	@$(PY) theme/assets/scripts.py
	@$(PY) -m theme.assets.icons

weights: .venv/test.stamp ## learn anew what the guard of sentences weighs, and tell how it fares
	@$(PY) -m tests.content.learn

lock: ## pin what pyproject.toml asks for, with hashes (needs uv)
	@uv pip compile pyproject.toml $(LOCK) -o requirements.txt
	@uv pip compile pyproject.toml --group handouts -c requirements.txt $(LOCK) -o desk/handouts/requirements.txt
	@uv pip compile pyproject.toml --group test $(LOCK) -o tests/requirements.txt
	@cp requirements.txt desk/deploy/requirements.txt  # so that it differs in no more than it must
	@uv pip compile pyproject.toml --group deploy $(LOCK) -o desk/deploy/requirements.txt
LOCK = --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command "make lock"

clean: ## remove what was built and set up
	@rm -rf output .site .venv tests/node_modules theme/assets/node_modules

.venv/test.stamp: tests/requirements.txt requirements.txt desk/set_up.py
	@./site set-up tests/requirements.txt
	@touch $@

.venv/handouts.stamp: desk/handouts/requirements.txt requirements.txt desk/set_up.py
	@./site set-up desk/handouts/requirements.txt
	@touch $@
