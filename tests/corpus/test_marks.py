"""The window marks the right place on the page for nearly every position of real prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench_marks import documents, judge

from estimator_desktop.errors import UserError

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.timeout(900)]


def test_places_are_right_on_real_prints(corpus: Path) -> None:
    right = total = 0
    for source, truths in documents(corpus):
        total += len(truths)
        try:
            right += judge(source, truths).right
        except UserError:
            continue
    assert total > 1000
    assert right >= 0.99 * total
