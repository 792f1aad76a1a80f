"""What a description names first, and how that is counted."""

from __future__ import annotations

import pytest

from estimator_desktop.audit.nouns import AREAS, LENGTHS, PIECES, SERVICES, Counted, counted
from estimator_desktop.audit.recognise import fold


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Závěsný plynový kotel kondenzační, výkon 8 kW", PIECES),
        ("D+M zásuvek dvojitých", PIECES),
        ("Montáž potrubí z trubek", LENGTHS),
        ("Keramická dlažba, formát 30×30", AREAS),
        ("Zaškolení obsluhy", SERVICES),
        ("Obetonování šachty", None),
        ("Izolace nádrže", None),
        ("Vrstvy štěrku pod podlahou", None),
        ("Základový pas z betonu", None),
        ("Dlažba z lomového kamene", None),
        ("Typ A12", None),
        ("", None),
    ],
)
def test_the_head_decides(text: str, sort: Counted | None) -> None:
    assert counted(fold(text)) is sort
