"""The settings pack: shipped values, the person's changes, and a version that tells them apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from estimator_desktop.config import rule_pack_text
from estimator_desktop.domain.rulepack import accepted, make_pack
from estimator_desktop.texts import LANGUAGES, Texts


def test_changes_make_another_version_and_a_reset_brings_the_first_back() -> None:
    shipped = make_pack(rule_pack_text())
    changed = make_pack(rule_pack_text(), {"p3_percent": "2"})
    assert (shipped["p3_percent"], changed["p3_percent"]) == (Decimal(1), Decimal(2))
    assert changed.version.startswith(f"{shipped.version}+")
    assert changed.thresholds["p3_percent"].changed
    assert not changed.thresholds["p1_fine_percent"].changed
    assert make_pack(rule_pack_text(), {}).version == shipped.version
    assert make_pack(rule_pack_text(), {"p3_percent": "1"}).version == shipped.version


@pytest.mark.parametrize("text", ["", "x", "-1", "1000", "NaN"])
def test_nonsense_is_not_taken(text: str) -> None:
    shipped = make_pack(rule_pack_text())
    assert accepted(shipped.thresholds["p3_percent"], text) is None
    assert make_pack(rule_pack_text(), {"p3_percent": text}).version == shipped.version


def test_people_write_a_comma() -> None:
    assert accepted(make_pack(rule_pack_text()).thresholds["p2_mad"], "3,75") == Decimal("3.75")


def test_an_unknown_key_is_a_bug() -> None:
    pack = make_pack(rule_pack_text())
    assert pack.get("nothing") is None
    assert pack.get("p2_mad") == Decimal("3.5")
    with pytest.raises(KeyError):
        _ = pack["nothing"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_threshold_has_words(language: str) -> None:
    texts = Texts(language)
    for key in make_pack(rule_pack_text()).thresholds:
        assert texts.knows(f"threshold.{key}"), key
