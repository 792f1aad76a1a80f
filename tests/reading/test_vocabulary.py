"""The vocabulary of titles, and the cheap look before it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator_desktop.reading.openings import openings
from estimator_desktop.reading.vocabulary import _TITLES, Field, folded, opens_title, title_field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("PČ", Field.ORDINAL),
        ("Kód položky:", Field.CODE),
        ("Popis", Field.DESCRIPTION),
        ("MJ", Field.UNIT),
        ("Množství", Field.QUANTITY),
        ("J.cena [CZK]", Field.UNIT_PRICE),
        ("Cena celkem [CZK]", Field.TOTAL),
        ("Bezeichnung der Leistung", Field.DESCRIPTION),
        ("beton", None),
        ("", None),
    ],
)
def test_titles(text: str, field: Field | None) -> None:
    assert title_field(text) is field


@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.data())
@pytest.mark.parametrize("number", range(len(_TITLES)))
def test_the_cheap_look_lets_every_title_through(number: int, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(_TITLES[number][1], re.ASCII), fullmatch=True))
    words = folded(text).strip(" :*").split()
    if words:
        assert opens_title(words[0])


def test_openings() -> None:
    assert openings((r"popis.*", r"(j\. ?)?cena", r"m[jn]", r"a+b?")) == ("a", "cen", "j.", "j.c", "m", "pop")
    assert not opens_title("zdivo")
    assert opens_title("*Popis")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
