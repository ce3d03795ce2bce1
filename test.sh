#!/bin/sh
# Runs every check on a machine that may be fresh. Arguments go to pytest:
#   sh test.sh
#   sh test.sh tests/domain -k agenda
# All stages run, so that one round shows everything; the exit status is 1 if any of them failed.
set -eu
cd "$(dirname "$0")"
sh setup.sh --dev
PATH="$PWD/.venv/bin:$PATH"

failed=""
stage() { # stage NAME COMMAND...
  name=$1
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed="$failed $name"
}

stage ruff ruff check .
stage format ruff format --check .
stage mypy mypy
stage djlint djlint --lint --quiet templates handouts
stage codespell codespell
stage pytest python -m pytest -n 3 "$@"

if [ "$failed" ]; then
  printf '\nNot passed:%s\n' "$failed"
  exit 1
fi
printf '\nEverything passed.\n'
