#!/usr/bin/env bash
# The tests of the contract, with any arguments of pytest: scripts/contract.sh test_lists.py -k r08
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/needs.sh"

need_python_packages
need_npm_packages openapi

export LOGIMEDH_BINARY="${LOGIMEDH_BINARY:-$(realpath "$logimedh")}"
# A program run from inside a folder must not leave compiled files in it.
export PYTHONDONTWRITEBYTECODE=1
# shellcheck disable=SC2154 # set by need_python_packages
python=$(realpath "$python_tools")/bin/python
cd e2e/contract
exec "$python" -m pytest "$@"
