#!/usr/bin/env bash
# The quick loop of a developer: format, lints, WASM, tests on SQLite (tidy is one of them).
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/needs.sh"
# shellcheck source-path=SCRIPTDIR
. scripts/steps.sh

need_rust
need_component fmt rustfmt
need_component clippy clippy
need_wasm_target

export LOGIMEDH_TEST_DATABASES=sqlite
step "Format" formatting
step "Lints" lints
step "shared compiles for the browser" wasm
step "shared is pure" purity
step "Tests on SQLite" rust_tests
