# Everything a person does with this project. `make help` lists it.
PYTHON ?= python3
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin

# Whatever the shell says, what is compiled is kept: a bot, a worker or a test starts sooner by a fifth.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run discord torch test lint types contracts bank prove embeddings scorer measure bench crash crash-quiz crash-interview lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Holdout needs Python 3.11 or newer; say which with PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

# A set is installed again only when its lock file has changed.
$(VENV)/%.stamp: requirements/%.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

setup: $(VENV)/run.stamp $(VENV)/dev.stamp ## install what running and testing need, nothing else

run: $(VENV)/run.stamp ## the bot at work in a local playground (PORT=8080)
	@$(BIN)/python -m bot play --port $(PORT)

discord: $(VENV)/run.stamp ## the bot on Discord (needs DISCORD_TOKEN)
	@$(BIN)/python -m bot run

torch: $(VENV)/run.stamp ## PyTorch besides, which no lock names; then set SANDBOX_PROFILES=base,torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0

lint: $(VENV)/dev.stamp ## style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp ## the strict type checker
	$(BIN)/mypy

contracts: $(VENV)/dev.stamp ## who may import whom
	$(BIN)/lint-imports

bank: $(VENV)/run.stamp ## check the built-in questions
	$(BIN)/python -m bot bank check

prove: $(VENV)/run.stamp ## prove every question in the sandbox, with all mutants; only what changed is run
	$(BIN)/python -m bot bank prove

test: $(VENV)/run.stamp $(VENV)/dev.stamp lint types contracts bank ## everything: lint, types, contracts, bank, tests
	$(BIN)/python -m bot bank prove --mutants 0.1
	$(BIN)/python -m pytest tests/rules tests/actions --numprocesses=auto --dist=worksteal --cov --cov-report=
	$(BIN)/python -m coverage report --include='bot/rules/*,bot/actions/*' --fail-under=100
	$(BIN)/python -m pytest --ignore=tests/rules --ignore=tests/actions --numprocesses=auto --dist=worksteal --cov --cov-append --cov-fail-under=95

embeddings: $(VENV)/run.stamp $(VENV)/embeddings.stamp ## what EMBEDDINGS needs besides; docs/grading.md says more

scorer: $(VENV)/dev.stamp ## train the grader anew from its marked answers; with EMBEDDINGS=folder, into that folder
	env OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bot.wiring.scorer "$(EMBEDDINGS)"

measure: $(VENV)/dev.stamp ## measure the grader on questions it has not seen, and rewrite the table in docs/grading.md
	env OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bot measure grading

BENCHMARKS := practice quiz bank start sandbox grading
bench: $(VENV)/run.stamp $(VENV)/dev.stamp ## measure the speed; every target is said beside its figure
	@failed=0; for name in $(BENCHMARKS); do $(BIN)/python -m benchmarks.$$name || failed=1; done; exit $$failed

crash: $(VENV)/run.stamp $(VENV)/dev.stamp ## kill the bot between press and reply, fifty times
	KILLS=50 $(BIN)/python -m pytest tests/whole/test_kill.py -o timeout=900

RUNS := 200
crash-quiz: $(VENV)/run.stamp $(VENV)/dev.stamp ## kill the bot somewhere in each of RUNS quizzes (RUNS=200)
	$(BIN)/python -m tests.whole.quiz_crash --runs $(RUNS)

crash-interview: RUNS := 100
crash-interview: $(VENV)/run.stamp $(VENV)/dev.stamp ## kill the bot somewhere in each of RUNS pairs of interviews (RUNS=100)
	$(BIN)/python -m tests.whole.interview_crash --runs $(RUNS)

lock: ## resolve the dependencies again (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --custom-compile-command "make lock" pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --custom-compile-command "make lock" --extra dev --extra embeddings pyproject.toml -o requirements/dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --custom-compile-command "make lock" --extra embeddings pyproject.toml -o requirements/embeddings.txt
