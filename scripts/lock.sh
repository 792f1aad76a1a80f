#!/usr/bin/env bash
# Pins every dependency for every platform with hashes and without a registry's address.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
[ -x "$uv" ] || { echo "Run 'make setup-dev' first." >&2; exit 2; }
options=(--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate)
"$uv" pip compile "${options[@]}" pyproject.toml -o requirements.txt "$@"
"$uv" pip compile "${options[@]}" --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt "$@"
