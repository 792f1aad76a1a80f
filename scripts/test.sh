#!/usr/bin/env bash
# The everyday suite: everything but `slow`, branch coverage of at least 85 % overall and 100 % of the domain.
set -euo pipefail
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen} COVERAGE_PROCESS_START=$PWD/pyproject.toml
rm -f .coverage .coverage.*
.venv/bin/python -m pytest -n "${JOBS:-2}" -m "not slow" --cov --cov-report= "$@"
if [ $# -eq 0 ]; then
    .venv/bin/coverage report --fail-under=85 | tail -n 40
    .venv/bin/coverage report --include='estimator_desktop/domain/*' --fail-under=100 > /dev/null ||
        { .venv/bin/coverage report --include='estimator_desktop/domain/*'; echo "The domain must stay at 100 %."; exit 1; }
fi
