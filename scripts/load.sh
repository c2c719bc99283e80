#!/usr/bin/env bash
# Requests a second under load, beside two peers: scripts/load.sh [SECONDS]. Never part of the tests.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/needs.sh"

need_rust
need_wasm_target
need_postgres
need_node
need_npm_packages e2e/load
command -v wrk >/dev/null || install_packages wrk

scripts/web.sh
cargo build --locked --release --package api --bin logimedh
export LOGIMEDH_BINARY="${CARGO_TARGET_DIR:-target}/release/logimedh"
tools="${CARGO_TARGET_DIR:-target}/python-load"
if ! cmp -s e2e/load/requirements.txt "$tools/made-from"; then
    python3 -m venv "$tools" && "$tools/bin/pip" install --quiet --disable-pip-version-check -r e2e/load/requirements.txt
    cp e2e/load/requirements.txt "$tools/made-from"
fi
if [ -z "${LOGIMEDH_TEST_POSTGRES:-}" ]; then
    trap 'api/tests/support/postgres.sh stop >/dev/null' EXIT
    LOGIMEDH_TEST_POSTGRES=$(api/tests/support/postgres.sh start)
    export LOGIMEDH_TEST_POSTGRES
fi
"$tools/bin/python" e2e/load/run.py "$@"
