"""What a position is, from code systematics and words."""

from __future__ import annotations

import pytest

from estimator_desktop.audit.recognise import Scheme, contradicts, element_of, read_code, recognise
from estimator_desktop.audit.systematics import Kind
from estimator_desktop.domain.bill import Position


@pytest.mark.parametrize(
    ("code", "scheme"),
    [
        ("274313611", Scheme.WORK), ("132201212R00", Scheme.WORK), ("58344171", Scheme.MATERIAL),
        ("272325", Scheme.OTSKP), ("014101.a", Scheme.OTSKP), ("R-001", Scheme.OWN), ("71313134R", Scheme.OWN),
        ("RMAT0001", Scheme.OWN), ("Pol12", Scheme.UNKNOWN), ("", Scheme.UNKNOWN),
    ],
)  # fmt: skip
def test_how_a_code_is_built(code: str, scheme: Scheme) -> None:
    assert read_code(code).scheme is scheme


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        ("132251101", "Hloubení rýh nezapažených", Kind.EXCAVATION),
        ("174151101", "Zásyp jam sypaninou se zhutněním", Kind.BACKFILL),
        ("171251201", "Uložení sypaniny na skládky", Kind.DEPOSIT),
        ("171201231", "Poplatek za uložení zeminy", Kind.SOIL_FEE),
        ("162751117", "Vodorovné přemístění výkopku", Kind.HAULAGE),
        ("274313611", "Základové pasy z betonu", Kind.CONCRETE),
        ("411321414", "Stropy ze železobetonu C 25/30", Kind.REINFORCED),
        ("274361821", "Výztuž základových pasů betonářskou ocelí", Kind.REBAR),
        ("274351121", "Zřízení bednění základových pasů", Kind.FORMWORK),
        ("274351122", "Odstranění bednění základových pasů", Kind.FORMWORK_STRIKE),
        ("998011002", "Přesun hmot pro budovy", Kind.TRANSFER),
        ("997013501", "Odvoz suti a vybouraných hmot", Kind.DEBRIS),
        ("711111001", "Provedení izolace proti zemní vlhkosti", Kind.WATERPROOFING),
        ("030001000", "Zařízení staveniště", Kind.SITE_COST),
        ("58344171", "štěrkodrť frakce 0/32", Kind.MATERIAL),
        ("333365", "VÝZTUŽ OPĚR Z OCELI B500B", Kind.REBAR),
    ],
)
def test_what_a_position_is(code: str, text: str, kind: Kind) -> None:
    assert recognise(Position(0, text, code=code)).kind is kind


@pytest.mark.parametrize(
    ("code", "text", "element"),
    [("274313611", "Základové pasy", "strip"), ("411321414", "Stropy", "floor"), ("R1", "Výztuž sloupů", "column"),
     ("R2", "Něco jiného", "")],
)  # fmt: skip
def test_the_element(code: str, text: str, element: str) -> None:
    assert element_of(recognise(Position(0, text, code=code))) == element


@pytest.mark.parametrize(
    ("code", "text", "crossed"),
    [
        ("274313611", "Základové pasy z betonu prostého", False),
        ("274313611", "Montáž dveřních křídel otvíravých", True),
        ("766660001", "Hloubení rýh strojně", True),
        ("711111001", "Přesun hmot pro budovy zděné", True),
        ("R-123", "Hloubení rýh strojně", False),
    ],
)
def test_code_and_words_of_different_trades(code: str, text: str, crossed: bool) -> None:
    assert contradicts(recognise(Position(0, text, code=code))) is crossed
