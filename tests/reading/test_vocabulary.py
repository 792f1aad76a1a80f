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


@pytest.mark.parametrize(
    ("field", "titles"),
    [
        (Field.ORDINAL, "Poř.č.pol.|Č. ř.|ID|Pořadové číslo|Lfd. Nr."),
        (Field.CODE, "Kat. č.|Objednací číslo|Položka ÚRS|Ceníkové číslo|Kód dle cenové soustavy|Číslo pol."),
        (Field.DESCRIPTION, "Zboží|Works description|Úkon|Výrobek|Prvek|Práce a dodávky|Materiál / práce"),
        (Field.UNIT, "mj.|Jedn. míry|Jednotka množství|Měr. jedn."),
        (Field.QUANTITY, "Celkové množství|Předpokládané množství|Rozsah|Kusy|ks"),
        (Field.UNIT_PRICE, "Cena bez DPH/MJ|Cena za ks|Kč za jednotku|Nabídková jednotková cena|cena/ks"),
        (Field.TOTAL, "Částka|Nabídková cena celkem|Celková nabídková cena|Cena za celek|Cena položky celkem"),
        (Field.SUPPLY, "Materiál Kč/MJ|Dodávka jedn. cena|Cena materiálu Kč/jedn.|dodávka jedn."),
        (Field.INSTALLATION, "Montáž Kč/MJ|Cena montáže Kč/jedn.|montáž jedn.|jedn. cena montáže"),
        (Field.OTHER, "Materiál celkem|Montáž celkem (Kč)|KCN|Sazba DPH"),
    ],
)  # fmt: skip
def test_titles_as_people_write_them(field: Field, titles: str) -> None:
    assert {title: title_field(title) for title in titles.split("|")} == dict.fromkeys(titles.split("|"), field)


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
