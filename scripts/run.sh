#!/usr/bin/env bash
# From a fresh clone to the application in a browser: builds the screens and the program, creates the embedded database,
# loads the national reference and the small demonstration hospital, makes one account per profile, serves. Run again,
# it finds everything as it was and changes nothing.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/needs.sh"

need_rust
need_wasm_target

# The demonstration has its own database and keys, whatever the environment points to.
export LOGIMEDH_DATABASE_URL=sqlite://var/logimedh.sqlite
export LOGIMEDH_KEYS=var/keys
export LOGIMEDH_LISTEN=${LOGIMEDH_LISTEN:-127.0.0.1:8080}
mkdir -p var

printf '== Browser application (a few minutes the first time)\n'
scripts/web.sh
printf '\n== Program (a few minutes the first time)\n'
cargo build --locked --package api --bin logimedh

printf '\n== Database\n'
"$logimedh" migrate
printf '\n== Reference data\n'
"$logimedh" reference load
printf '\n== Demonstration hospital\n'
"$logimedh" demo load --scale small
printf '\n== Demonstration accounts\n'
"$logimedh" demo accounts

cat <<END

== Open http://$LOGIMEDH_LISTEN
Everyone in the database var/logimedh.sqlite is fictitious. Try: sign in as hospital-manager@demo.example, then import
api/samples/petit_690780044/next/sirh_20261001.csv. The contract is at http://$LOGIMEDH_LISTEN/api/docs/
Ctrl-C stops the server. The same data from the shell: README.md, "From the shell".

END
exec "$logimedh" serve
