# shellcheck shell=bash
# Sourced by check.sh, test.sh and night.sh: the steps they share, each with its title and its time.

step() {
    local title=$1 began=$SECONDS
    shift
    printf '\n== %s\n' "$title"
    "$@"
    printf '   done in %s s\n' "$((SECONDS - began))"
}

formatting() {
    cargo fmt --all --check
}

# The whole workspace at once, here and wherever cargo compiles for tests: with another choice of packages the features
# of their dependencies differ, and a cold clone compiles most of them again.
lints() {
    cargo clippy --workspace --all-targets -- -D warnings
}

# The browser will run the same rules: they must compile without an operating system.
wasm() {
    cargo check --package shared --target wasm32-unknown-unknown
}

# Pure by proof: neither database, nor server, nor asynchronous runtime anywhere below `shared`.
purity() {
    local tree
    tree=$(cargo tree --package shared --edges normal,build --prefix none)
    if grep -E '^(actix|diesel|tokio)' <<<"$tree"; then
        printf 'shared must depend on none of these.\n' >&2
        return 1
    fi
}

# The tests, and with them the program that the tests from outside use.
build_rust_tests() {
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --workspace --no-run
    else
        cargo test --workspace --no-run
    fi
}

# nextest runs no documentation example, so these go apart; `cargo test` runs both.
rust_tests() {
    if cargo nextest --version >/dev/null 2>&1; then
        cargo test --workspace --doc --quiet
        cargo nextest run --workspace --no-fail-fast
    else
        cargo test --workspace --no-fail-fast
    fi
}
