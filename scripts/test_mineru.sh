#!/usr/bin/env bash
# Installs the real MinerU (about 650 MB, no models: its flash tier needs none) into an environment of its own and reads
# a generated PDF and, where the corpus of real budgets lies beside the checkout, a real one through the adapter.
set -euo pipefail
cd "$(dirname "$0")/.."
place=${MINERU_ENVIRONMENT:-.mineru}
if [ ! -x "$place/bin/mineru-kit" ]; then
    echo "Installing MinerU into $place"
    "${PYTHON:-python3}" -m venv "$place"
    "$place/bin/pip" install --quiet --disable-pip-version-check 'mineru>=4,<5' 2> >(grep -v 'is neither a file nor a directory' >&2)
fi
ESTIMATOR_MINERU="$PWD/${place#"$PWD"/}"
case $place in /*) ESTIMATOR_MINERU=$place ;; esac
export ESTIMATOR_MINERU
exec .venv/bin/python -m pytest -m slow -p no:cacheprovider -s tests/jobs/test_real_mineru.py
