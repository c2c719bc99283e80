#!/usr/bin/env bash
# Builds the browser application into web/dist, which the program then holds. Arguments go to web-bundle.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/needs.sh"

need_rust
need_wasm_target
cargo run --locked --quiet --package web-bundle -- "$@"
