#!/usr/bin/env bash
# The property tests, for as long as a night allows. A failure prints the seed that replays it.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/needs.sh"
# shellcheck source-path=SCRIPTDIR
. scripts/steps.sh

need_rust
need_postgres

# More with LOGIMEDH_SEQUENCES=... make night.
export LOGIMEDH_SEQUENCES="${LOGIMEDH_SEQUENCES:-10000}"
export PROPTEST_CASES="${PROPTEST_CASES:-10000}"
export LOGIMEDH_TEST_DATABASES=sqlite
# R28 in full on PostgreSQL too: by day a part of the batches has to do there.
undo_on_both() {
    env -u LOGIMEDH_TEST_DATABASES LOGIMEDH_BATCHES=1000 cargo test --workspace --test main r28_after
}

step "Property tests ($LOGIMEDH_SEQUENCES sequences, $PROPTEST_CASES cases)" rust_tests
step "Undo of 1000 random batches on both databases" undo_on_both
