#!/usr/bin/env bash
# Lighthouse on a running server: scripts/lighthouse.sh http://127.0.0.1:8080. Never part of the tests.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/needs.sh"

need_npm_packages e2e/acceptance
need_chromium
cd e2e/acceptance
exec node lighthouse.mjs "$@"
