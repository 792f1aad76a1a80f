"""Matching on small catalogues of the project's own wording."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from estimator_desktop.catalogues.matching import Matcher, Wanted
from estimator_desktop.catalogues.twins import has_twins
from estimator_desktop.domain.match import (
    Answer,
    ArchivedPrice,
    Basis,
    Catalogue,
    CatalogueItem,
    CodeStanding,
    MatchLevel,
    PersonalRule,
    Said,
)
from estimator_desktop.domain.units import UnitRelation

_ROWS = (
    ("174111101", "Zásyp rýh a šachet ručně se zhutněním", "m3", "420"),
    ("174151101", "Zásyp rýh a šachet strojně se zhutněním", "m3", "180"),
    ("871310320", "Potrubí kanalizační z PVC hladké DN 150", "m", "510"),
    ("871320320", "Potrubí kanalizační z PVC hladké DN 200", "m", "690"),
    ("411321616", "Stropní deska ze železobetonu tř. C 30/37", "m3", "4300"),
    ("411351021", "Bednění stropní desky zřízení", "m2", "520"),
    ("411351022", "Bednění stropní desky odstranění", "m2", "140"),
    ("411361821", "Výztuž stropů z betonářské oceli", "t", "38000"),
    ("622211031", "Montáž zateplení stěn deskami z polystyrenu tl 160 mm", "m2", "650"),
    ("784181101", "Penetrační nátěr vnitřních stěn jednonásobný", "m2", "24"),
    ("997013501", "Odvoz suti na skládku do 1 km", "t", "310"),
    ("965042141", "Bourání podkladů pod dlažby z betonu tl do 100 mm", "m3", "3900"),
)


def catalogue(number: int = 1, system: str = "OTSKP", edition: str = "2026") -> Catalogue:
    return Catalogue(number, system, system, edition, len(_ROWS), datetime(2026, 1, 2, tzinfo=UTC))


def items(number: int = 1, system: str = "OTSKP", edition: str = "2026", factor: int = 1) -> list[CatalogueItem]:
    return [
        CatalogueItem(
            code, text, unit, Decimal(price) * factor, id=number * 100 + row, catalogue=number, system=system,
            edition=edition,
        )
        for row, (code, text, unit, price) in enumerate(_ROWS)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher((catalogue(),), items())


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("Zásyp rýh, šachet strojně se zhutněním", "m3", "174151101"),
        ("zasyp ryh a sachet rucne se zhutnenim", "m3", "174111101"),
        ("Zřízení bednění stropních desek", "m2", "411351021"),
        ("Odbednění: odstranění bednění desek stropních", "m2", "411351022"),
        ("Kanalizační potrubí PVC DN 200", "bm", "871320320"),
        ("Deska stropní ŽB C30/37", "m3", "411321616"),
        ("Penetrace stěn vnitřních, 1 vrstva", "m2", "784181101"),
        ("ODVOZ SUTI NA SKLADKU", "t", "997013501"),
    ],
)
def test_other_words_for_the_same_work_find_it(matcher: Matcher, text: str, unit: str, code: str) -> None:
    found = matcher.match(Wanted(0, text, unit))
    assert found.chosen is not None
    assert found.chosen.item.code == code
    assert found.basis is Basis.TEXT


@pytest.mark.parametrize(
    "text", ["Výsadba jabloní včetně kůlu a úvazku", "Servisní prohlídka výtahu", "", "§§§", "Potrubí měděné pájené"]
)
def test_what_is_in_no_catalogue_gets_no_sure_answer(matcher: Matcher, text: str) -> None:
    found = matcher.match(Wanted(0, text, "ks"))
    assert found.level is not MatchLevel.EXACT
    assert all(candidate.score < 0.5 for candidate in found.candidates)


def test_a_text_of_nothing_known_is_a_blank(matcher: Matcher) -> None:
    found = matcher.match(Wanted(3, "Servisní prohlídka výtahu", "ks"))
    assert (found.position, found.level, found.chosen, found.candidates) == (3, MatchLevel.NONE, None, ())


def test_another_dimension_is_no_answer_by_text_and_doubted_by_code(matcher: Matcher) -> None:
    wanted = Wanted(0, "Potrubí kanalizační z PVC hladké DN 300", "m")
    assert matcher.match(wanted).level is not MatchLevel.EXACT
    coded = matcher.match(replace(wanted, code="871320320"))
    assert coded.level is MatchLevel.PARTIAL
    assert coded.chosen
    assert "numbers_differ" in [reason.code for reason in coded.chosen.against]


def test_the_code_leads_where_text_and_unit_agree(matcher: Matcher) -> None:
    found = matcher.match(Wanted(0, "Zásyp rýh", "m3", "174 151 101", "OTSKP 2026", Decimal(207)))
    assert found.chosen is not None
    assert (found.basis, found.standing, found.level) == (Basis.CODE, CodeStanding.FOUND, MatchLevel.EXACT)
    assert (found.price, found.difference) == (Decimal(180), Decimal("15.0"))


def test_the_same_code_in_two_editions_is_two_things() -> None:
    matcher = Matcher((catalogue(), catalogue(2, edition="2024")), [*items(), *items(2, edition="2024", factor=2)])
    of_2024 = matcher.match(Wanted(0, "Zásyp rýh strojně", "m3", "174151101", "OTSKP 2024"))
    of_2026 = matcher.match(Wanted(0, "Zásyp rýh strojně", "m3", "174151101", "OTSKP 2026"))
    of_2025 = matcher.match(Wanted(0, "Zásyp rýh strojně", "m3", "174151101", "OTSKP 2025"))
    assert of_2024.chosen
    assert of_2026.chosen
    assert of_2025.chosen
    assert (of_2024.chosen.item.edition, of_2024.price) == ("2024", Decimal(360))
    assert (of_2026.chosen.item.edition, of_2026.price) == ("2026", Decimal(180))
    assert of_2025.standing is CodeStanding.OTHER_EDITION
    assert of_2025.level is MatchLevel.PARTIAL
    assert "code_other_edition" in [reason.code for reason in of_2025.chosen.against]


def test_by_text_the_declared_edition_is_offered_and_editions_do_not_compete() -> None:
    matcher = Matcher((catalogue(), catalogue(2, edition="2024")), [*items(), *items(2, edition="2024", factor=2)])
    found = matcher.match(Wanted(0, "Zásyp rýh a šachet strojně se zhutněním", "m3", "", "OTSKP 2024"))
    alone = Matcher((catalogue(),), items()).match(Wanted(0, "Zásyp rýh a šachet strojně se zhutněním", "m3"))
    assert found.chosen
    assert found.chosen.item.edition == "2024"
    assert found.score == alone.score
    assert len({candidate.item.code for candidate in found.candidates}) == len(found.candidates)


@pytest.mark.parametrize(
    ("code", "system", "standing"),
    [
        ("174151101", "", CodeStanding.FOUND), ("999999999", "", CodeStanding.UNKNOWN),
        ("999999999", "OTSKP 2026", CodeStanding.UNKNOWN), ("174151101", "CS ÚRS 2024 01", CodeStanding.OTHER_SYSTEM),
        ("999999999", "CS ÚRS 2024 01", CodeStanding.NOT_LOADED), ("R-1", "", CodeStanding.NO_CODE),
        ("", "", CodeStanding.NO_CODE),
    ],
)  # fmt: skip
def test_where_the_code_stands(matcher: Matcher, code: str, system: str, standing: CodeStanding) -> None:
    assert matcher.match(Wanted(0, "Zásyp rýh strojně", "m3", code, system)).standing is standing


def test_a_list_of_ones_own_does_not_know_all_codes() -> None:
    own = Matcher((replace(catalogue(), system="OWN"),), [replace(item, system="OWN") for item in items()])
    assert own.match(Wanted(0, "Zásyp rýh strojně", "m3", "999999999")).standing is CodeStanding.NOT_LOADED
    assert own.match(Wanted(0, "Zásyp rýh strojně", "m3", "174151101")).standing is CodeStanding.FOUND


@pytest.mark.parametrize(
    ("code", "standing"),
    [
        ("272325", CodeStanding.NOT_LOADED), ("999 99-9999", CodeStanding.UNKNOWN),
        ("999999999R00", CodeStanding.NOT_LOADED), ("99999999", CodeStanding.NOT_LOADED),
        ("174151101", CodeStanding.FOUND),
    ],
)  # fmt: skip
def test_a_list_doubts_no_code_of_an_unnamed_system_built_unlike_its_own(
    matcher: Matcher, code: str, standing: CodeStanding
) -> None:
    assert matcher.match(Wanted(0, "Zásyp rýh strojně", "m3", code)).standing is standing


def test_without_catalogues_nothing_is_said() -> None:
    found = Matcher((), ()).match(Wanted(0, "Zásyp rýh", "m3", "174151101"))
    assert (found.level, found.standing) == (MatchLevel.NONE, CodeStanding.NOT_LOADED)


def test_a_unit_in_conflict_is_no_exact_match(matcher: Matcher) -> None:
    found = matcher.match(
        Wanted(0, "Zásyp rýh a šachet strojně se zhutněním", "m2", "174151101", unit_price=Decimal(9))
    )
    assert found.coded
    assert found.coded.unit is UnitRelation.CONFLICT
    assert found.level is MatchLevel.PARTIAL
    assert (found.price, found.difference) == (None, None)
    assert "unit_conflict" in [reason.code for reason in found.coded.against]


def test_kilograms_are_compared_with_tonnes(matcher: Matcher) -> None:
    found = matcher.match(Wanted(0, "Výztuž stropů z betonářské oceli", "kg", "411361821", unit_price=Decimal(38)))
    assert found.chosen
    assert found.chosen.unit is UnitRelation.CONVERTIBLE
    assert (found.price, found.difference) == (Decimal(38), Decimal("0.0"))


def test_a_code_with_another_text_is_doubted(matcher: Matcher) -> None:
    found = matcher.match(Wanted(0, "Penetrační nátěr vnitřních stěn jednonásobný", "m2", "411351021"))
    assert found.coded
    assert found.coded.similarity < 0.3
    assert found.chosen
    assert found.chosen.item.code == "784181101"


def test_a_rejected_match_stays_rejected(matcher: Matcher) -> None:
    found = matcher.match(Wanted(0, "Zásyp rýh", "m3", "174151101"), Said(Answer.REJECTED))
    assert (found.level, found.chosen, found.answer, found.basis) == (
        MatchLevel.NONE, None, Answer.REJECTED, Basis.PERSON,
    )  # fmt: skip
    assert found.candidates


@pytest.mark.parametrize("listed", [True, False])
def test_a_replaced_match_is_the_persons(matcher: Matcher, listed: bool) -> None:
    item = items()[0] if listed else replace(items()[0], code="555", system="OWN")
    found = matcher.match(Wanted(0, "Zásyp rýh strojně", "m3"), Said(Answer.REPLACED, item))
    assert found.chosen
    assert (found.chosen.item.code, found.score, found.basis) == (item.code, 1.0, Basis.PERSON)
    assert found.candidates[0] is found.chosen


def test_a_personal_rule_wins_and_never_invents() -> None:
    rules = (PersonalRule("Hrubá výplň", "m3", "174111101"), PersonalRule("Jiné", "m", "000"))
    matcher = Matcher((catalogue(),), items(), rules=rules)
    found = matcher.match(Wanted(0, "HRUBÁ  výplň", "m³"))
    assert found.chosen
    assert (found.chosen.item.code, found.basis, found.level) == ("174111101", Basis.RULE, MatchLevel.EXACT)
    assert matcher.match(Wanted(0, "Jiné", "m")).basis is not Basis.RULE


def test_own_prices_are_said_in_the_positions_unit() -> None:
    archive = [
        ArchivedPrice("411361821", "Výztuž", unit, Decimal(price), date(2026, month, 1))
        for unit, price, month in (("t", "40000", 1), ("kg", "44", 3), ("t", "39000", 2), ("m2", "1", 4))
    ]
    matcher = Matcher((catalogue(),), items(), archive=archive)
    found = matcher.match(Wanted(0, "Výztuž stropů z betonářské oceli", "t", "411361821"))
    assert found.archive
    assert (found.archive.count, found.archive.median, found.archive.mad, found.archive.newest) == (
        3, Decimal(40000), Decimal(1000), date(2026, 3, 1),
    )  # fmt: skip


def test_price_is_no_signal() -> None:
    dear = [replace(item, price=Decimal(1) if item.price is None else item.price * 1000) for item in items()]
    wanted = Wanted(0, "Zásyp rýh, šachet strojně", "m3", unit_price=Decimal(180))
    one = Matcher((catalogue(),), items()).match(wanted)
    other = Matcher((catalogue(),), dear).match(wanted)
    assert [(c.item.code, c.score) for c in one.candidates] == [(c.item.code, c.score) for c in other.candidates]


def test_an_own_item_is_found_by_its_code_in_the_own_list() -> None:
    own = CatalogueItem("R-7", "Zvláštní kotvení vazníku", "ks", Decimal(900), system="OWN")
    found = Matcher((catalogue(),), [*items(), own]).match(Wanted(0, "Zvláštní kotvení vazníku", "ks", "R-7"))
    assert (found.standing, found.level) == (CodeStanding.FOUND, MatchLevel.EXACT)


def test_a_text_that_stands_in_several_lists_is_never_certain_without_its_code() -> None:
    fee = "Poplatek za uložení stavebního odpadu na skládce (skládkovné) betonového"
    both = [*items(), CatalogueItem("997221861", fee, "t", Decimal(500), edition="2025", system="URS")]
    matcher = Matcher((catalogue(),), both)
    found = matcher.match(Wanted(0, fee, "t"))
    assert found.chosen
    assert (found.chosen.item.code, found.level) == ("997221861", MatchLevel.PARTIAL)
    assert found.score < 0.9
    assert matcher.match(Wanted(0, fee, "t", "997221861")).level is MatchLevel.EXACT


@pytest.mark.parametrize(
    ("code", "text", "twins"),
    [
        ("210220300", "Montáž svorky hromosvodné", True),
        ("997013875", "Odvoz suti", True),
        ("171201231", "Poplatek za uložení zeminy", True),
        ("274313611", "Základové pasy", False),
        ("21263", "Trativody", False),
    ],
)
def test_families_that_stand_in_several_lists(code: str, text: str, twins: bool) -> None:
    assert has_twins(code, text) is twins
