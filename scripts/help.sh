#!/usr/bin/env bash
# Lists the targets of the Makefile with the comment after each.
set -euo pipefail
cd "$(dirname "$0")/.."
awk -F ':.*## ' '/^[a-z-]+:.*## /{ printf "  make %-16s %s\n", $1, $2 }' Makefile
