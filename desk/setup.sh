#!/bin/sh
# Sets up .venv from a file of hashed requirements: sh desk/setup.sh requirements.txt .venv/site.stamp
# With uv where it is there, with pip where not. Everything goes into the project's folder. What is missing gets one
# line that says what to do.
set -u
requirements=$1
stamp=$2

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

python=
for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if new_enough "$name"; then
        python=$name
        break
    fi
done
if [ -z "$python" ] && command -v uv >/dev/null 2>&1; then
    python=$(UV_PYTHON_DOWNLOADS=never uv python find '>=3.11' 2>/dev/null)
fi
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null || echo none)
    fail "Python 3.11 or newer is needed (found: $found). Fix: on Debian or Ubuntu, sudo apt install python3 python3-venv; on macOS, brew install python."
fi

if ! new_enough .venv/bin/python; then
    rm -rf .venv
    if command -v uv >/dev/null 2>&1; then
        UV_PYTHON_DOWNLOADS=never uv venv --quiet --python "$python" .venv || fail "uv could not make .venv. Fix: see the line above."
    elif ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        fail "Python's venv module is missing. Fix: on Debian or Ubuntu, sudo apt install python3-venv; then try again."
    fi
fi

echo "Setting up .venv from $requirements (only needed once)."
if command -v uv >/dev/null 2>&1; then
    VIRTUAL_ENV=$PWD/.venv uv pip install --quiet --require-hashes -r "$requirements"
else
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null 2>&1 ||
        fail ".venv has no pip. Fix: delete the folder .venv and try again."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
fi || fail "The packages of $requirements could not be installed. Fix: check the network, then try again; the lines above say more."
touch "$stamp"
