#!/usr/bin/env bash
# Everything that must hold before a change goes in. Gets what it needs, or names it and stops.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/needs.sh"
# shellcheck source-path=SCRIPTDIR
. scripts/steps.sh

need_rust
need_component fmt rustfmt
need_component clippy clippy
need_wasm_target
need_python
need_python_packages
need_npm_packages openapi
need_npm_packages e2e/acceptance
need_chromium
[ -n "${LOGIMEDH_TEST_POSTGRES:-}" ] || need_postgres

results=$(mktemp -d)
postgres=api/tests/support/postgres.sh
started=
finish() {
    [ -z "$started" ] || "$postgres" stop >/dev/null || true
    rm -rf "$results"
}
trap finish EXIT

# A private PostgreSQL for the time of the tests, unless the caller names one.
start_postgres() {
    if [ -z "${LOGIMEDH_TEST_POSTGRES:-}" ]; then
        started=yes
        LOGIMEDH_TEST_POSTGRES=$("$postgres" start)
        export LOGIMEDH_TEST_POSTGRES
    fi
    printf '%s\n' "$LOGIMEDH_TEST_POSTGRES"
}

rust_tests_on_both() {
    rust_tests 2>&1 | tee "$results/rust"
}

# The command line as a person or a script uses it: the built program, files, exit codes.
command_line_tests() {
    LOGIMEDH_BINARY=$(realpath "$logimedh") python3 -m unittest discover -s e2e/cli 2>&1 | tee "$results/python"
}

# The contract as an integrator uses it: linters, generated client, every operation, on both databases.
contract_tests() {
    LOGIMEDH_BINARY=$(realpath "$logimedh") scripts/contract.sh 2>&1 | tee "$results/contract"
}

# Both at once: each keeps one processor busy, and waits for nothing of the other.
from_outside() {
    local status=0 other
    command_line_tests >"$results/command_line" 2>&1 &
    other=$!
    contract_tests || status=1
    wait "$other" || status=1
    cat "$results/command_line"
    return "$status"
}

# The screens, optimised as they are delivered.
screens() {
    scripts/web.sh --check-budget
}

# People at work in a real browser, on both databases.
journeys() {
    LOGIMEDH_BINARY=$(realpath "$logimedh") scripts/journeys.sh 2>&1 | tee "$results/journeys"
}

licences() {
    cargo deny check licenses bans sources
}

step "Format" formatting
step "Lints" lints
step "shared is pure" purity
if cargo deny --version >/dev/null 2>&1; then
    step "Licences and sources of dependencies" licences
fi
step "A private PostgreSQL" start_postgres
step "Screens within their budget" screens
step "Program and tests" build_rust_tests
step "Contract and command line" from_outside
step "Journeys in the browser" journeys
step "Tests on SQLite and PostgreSQL" rust_tests_on_both

printf '\n== Everything holds (%s s)\n' "$SECONDS"
printf 'Command line:\n'
grep -E '^(Ran |OK|FAILED)' "$results/python" || true
printf 'Contract:\n'
tail -n 1 "$results/contract"
printf 'Journeys:\n'
grep -E '^ +[0-9]+ (passed|failed|flaky|skipped)' "$results/journeys" || true
printf 'Rust:\n'
grep -E '^ *(Summary|test result:)' "$results/rust" || true
