# For contributors. `make` alone lists what there is. Nothing here is needed to run the program.
.DEFAULT_GOAL := help
.PHONY: help run test check fmt lock bench gallery
BIN := .venv/bin
LOCK := uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

run: ## start the program, as sh run.sh does
	sh run.sh

test: ## everything, as sh test.sh does
	sh test.sh

check: ## the quick half: style, types, templates, spelling, and the tests without a browser
	sh setup.sh --dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates handouts
	$(BIN)/codespell
	$(BIN)/python -m pytest -q -n 2 -m 'not browser'

fmt: ## put the Python files into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## lock the packages again after an edit of a requirements*.in file (needs uv)
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-scale.in -o requirements-scale.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

bench: ## what the program costs, beside its floors
	for file in bench/[a-z]*.py; do $(BIN)/python "$$file" || exit 1; done

gallery: ## every paper as pictures, into docs/gallery
	$(BIN)/python -m tools.gallery
