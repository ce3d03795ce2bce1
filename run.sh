#!/bin/sh
# Starts Quiet Circle, and sets it up first where needed. Ctrl-C ends it.
#   sh run.sh          on this computer only, http://127.0.0.1:5000
#   sh run.sh --lan    for the phones in the same network
set -eu
cd "$(dirname "$0")"
sh setup.sh
exec .venv/bin/python app.py "$@"
