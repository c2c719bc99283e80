#!/usr/bin/env bash
# The journeys in Chromium, with any arguments of Playwright: scripts/journeys.sh manager --project=sqlite
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/needs.sh"

need_npm_packages e2e/acceptance
need_chromium

export LOGIMEDH_BINARY="${LOGIMEDH_BINARY:-$(realpath "$logimedh")}"
export PYTHONDONTWRITEBYTECODE=1
cd e2e/acceptance
exec node_modules/.bin/playwright test "$@"
