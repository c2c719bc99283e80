#!/usr/bin/env bash
# From a fresh clone to a staffing table: builds, creates the embedded database, loads the national reference data and
# the small demonstration hospital. Run again, it finds everything as it was and changes nothing.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/needs.sh"

need_rust

# The demonstration has its own database, whatever the environment points to.
export LOGIMEDH_DATABASE_URL=sqlite://var/logimedh.sqlite
mkdir -p var

printf '== Build (a few minutes the first time)\n'
cargo build --locked --package api --bin logimedh

printf '\n== Database\n'
"$logimedh" migrate
printf '\n== Reference data\n'
"$logimedh" reference load
printf '\n== Demonstration hospital\n'
"$logimedh" demo load --scale small
printf '\n== Staffing table on 2026-04-01\n'
"$logimedh" staffing-table --establishment 690780044 --as-of 2026-04-01 --format text

cat <<END

== Next
The database is var/logimedh.sqlite; everyone in it is fictitious. In this shell:

  export LOGIMEDH_DATABASE_URL=$LOGIMEDH_DATABASE_URL
  alias logimedh=$logimedh

  logimedh change list                     what was loaded, change by change
  logimedh staffing-table --establishment 690780044 --as-of 2026-04-01 --format xlsx --output var/table.xlsx
  logimedh --help                          everything else

How to load a hospital's own files: docs/import.md
END
