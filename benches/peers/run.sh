#!/bin/sh
# Installs the peers where that is possible, then runs the comparison. See README.md.
#
#   benches/peers/run.sh [--work DIR] [--tackler] [what peers.py takes]...
#
# Everything is made below the work folder, but for packages of apt, which are of the whole machine.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$here/../../target/peers
tackler=no
# What is not ours is passed on; `set --` at the end of each round rebuilds the list.
count=$#
while [ "$count" -gt 0 ]; do
    argument=$1
    shift
    count=$((count - 1))
    case $argument in
        --work) work=$1 && shift && count=$((count - 1)) ;;
        --work=*) work=${argument#--work=} ;;
        --tackler) tackler=yes ;;
        *) set -- "$@" "$argument" ;;
    esac
done
mkdir -p "$work"
work=$(cd "$work" && pwd)

# A failed installation is said and leaves that peer out: the others can still be compared.
skip() {
    echo "skipped: $1" >&2
}

install_python() {
    [ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv" || return 1
    "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --requirement "$here/requirements.txt"
}

install_packages() {
    missing=
    for tool in ledger hledger sqlite3; do
        command -v "$tool" >/dev/null || missing="$missing $tool"
    done
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null; then
        skip "$missing (not here, and there is no apt-get)"
        return 0
    fi
    apt-get update -qq || true
    for tool in $missing; do
        apt-get install -y -qq --no-install-recommends "$tool" >/dev/null || skip "$tool"
    done
}

install_python || skip "duckdb, polars, beancount (pip could not install them)"
install_packages
if [ "$tackler" = yes ] && [ ! -x "$work/tackler/bin/tackler" ]; then
    cargo install --locked tackler --root "$work/tackler" || skip "tackler"
fi

exec python3 "$here/peers.py" --work "$work" "$@"
