#!/usr/bin/env bash
# A private PostgreSQL for tests, in a temporary folder, reached by a socket in it.
#   start   starts one for this user and prints its address; the same one when it runs already
#   stop    ends it and deletes it
#   hold    starts another one, prints its address, and ends it when standard input closes
# Nothing is safe in it: it does not wait for the disk.
set -euo pipefail

shared_folder="${TMPDIR:-/tmp}/logimedh-postgres-$(id -u)"

programs() {
    local initdb
    initdb=$(command -v initdb || ls -1 /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1 || true)
    if [ -z "$initdb" ]; then
        echo "PostgreSQL is needed by the tests: install the Debian package \`postgresql\`." >&2
        exit 1
    fi
    dirname "$(readlink -f "$initdb")"
}

# initdb and postgres refuse to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

address() {
    echo "postgres://postgres@/postgres?host=$1"
}

make_cluster() {
    local folder=$1 bin
    bin=$(programs)
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    as_owner "$bin/initdb" --pgdata="$folder/data" --username=postgres --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
    as_owner "$bin/pg_ctl" start --wait --silent --pgdata="$folder/data" --log="$folder/data/server.log" \
        --options="-k '$folder' -c listen_addresses='' -c fsync=off -c synchronous_commit=off \
        -c full_page_writes=off -c max_connections=200 -c autovacuum=off" >&2 </dev/null ||
        { cat "$folder/data/server.log" >&2; exit 1; }
}

end_cluster() {
    local folder=$1
    as_owner "$(programs)/pg_ctl" stop --silent --mode=immediate --pgdata="$folder/data" >&2 || true
    rm -rf "$folder"
}

case "${1:-}" in
start)
    if ! as_owner "$(programs)/pg_ctl" status --pgdata="$shared_folder/data" >/dev/null 2>&1; then
        rm -rf "$shared_folder"
        mkdir "$shared_folder"
        make_cluster "$shared_folder"
    fi
    address "$shared_folder"
    ;;
stop)
    [ ! -d "$shared_folder" ] || end_cluster "$shared_folder"
    ;;
hold)
    folder=$(mktemp -d "${TMPDIR:-/tmp}/logimedh-postgres-XXXXXX")
    # Only the end of the input ends it, not the interruption that also ends the tests.
    trap '' INT TERM
    trap 'end_cluster "$folder"' EXIT
    make_cluster "$folder"
    address "$folder"
    cat >/dev/null
    ;;
*)
    echo "usage: $0 start|stop|hold" >&2
    exit 2
    ;;
esac
