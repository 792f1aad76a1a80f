"""Every rule on the budget: a case that passes, one that fails, one it has nothing to say about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from estimator_desktop.audit.engine import context_of
from estimator_desktop.audit.registry import BILL_RULES
from estimator_desktop.domain.bill import BillOfQuantities, Position, RecapitulationLine, Section, WorkObject
from tests.audit.cases import bill as made
from tests.audit.cases import n, row

BY_ID = {rule.id: rule for rule in BILL_RULES}
PRICED = row(unit_price="100", total_price="1000")
OWN = row(code="R-1", text="Dodávka výrobku podle výkresu", unit_price="100", total_price="1000")
SITE = row("030001000", "Zařízení staveniště", "kpl", "1", unit_price="600", total_price="600")
PLAN = row("013254000", "Dokumentace skutečného provedení", "kpl", "1", unit_price="600", total_price="600")
TRANSFER = row("998011001", "Přesun hmot pro budovy zděné", "t", "20")
BLIND_SITE = row("030001000", "Zařízení staveniště", "kpl", "1")
BLIND_PLAN = row("013254000", "Dokumentace skutečného provedení", "kpl", "1")


def bill(*rows: Position, **values: object) -> BillOfQuantities:
    return made(*rows, **values)[0]


def building(*further: Position, price: str = "") -> BillOfQuantities:
    """A budget of a whole building: four trades, forty rows."""
    money = {"unit_price": price, "total_price": f"{int(price) * 10}"} if price else {}
    works = [
        row(code, text, "m3", **money)
        for code, text in (
            ("132251101", "Hloubení rýh"),
            ("274313611", "Základové pasy"),
            ("311238937", "Zdivo"),
            ("612321141", "Omítka"),
        )
        for _ in range(10)
    ]
    return bill(*works, *further)


def summed(total: str) -> BillOfQuantities:
    found = bill(PRICED, PRICED)
    return replace(found, sections=(replace(found.sections[0], total=n(total)),))


def recapitulated(*lines: tuple[str, str, str]) -> BillOfQuantities:
    rows = tuple(RecapitulationLine(scope, "", "", n(value), vat_rate=rate) for scope, value, rate in lines)
    return replace(bill(PRICED, PRICED), recapitulation=rows)


def numbered(*ordinals: str) -> BillOfQuantities:
    found = bill(*[row(text=f"Práce {ordinal}") for ordinal in ordinals])
    rows = zip(found.positions, ordinals, strict=True)
    return replace(found, positions=tuple(replace(position, ordinal=ordinal) for position, ordinal in rows))


def parted(*codes: str) -> BillOfQuantities:
    """A budget with these sections; the rows stand in the first."""
    sections = tuple(Section(place, code, "Díl") for place, code in enumerate(codes))
    return replace(bill(row(), row(text="Jiná práce")), sections=sections)


def earth(back: str, away: str) -> BillOfQuantities:
    return bill(
        row("132251101", "Hloubení rýh", quantity="100"),
        row("174151101", "Zásyp jam", quantity=back),
        row("171251201", "Uložení sypaniny na skládky", quantity=away),
    )


def floors(screed: str) -> BillOfQuantities:
    return bill(
        row("713121111", "Izolace tepelné podlah", "m2", "100"), row("632451234", "Potěr cementový", "m2", screed)
    )


WITH_OBJECT = replace(PRICED, object=0)
OBJECTS = (WorkObject(0, "SO 01", "Dům", total=n("2000")),)
ROLLED = bill(WITH_OBJECT, WITH_OBJECT, objects=OBJECTS)

CASES: dict[str, tuple[BillOfQuantities, BillOfQuantities, BillOfQuantities]] = {
    "A2": (summed("2000"), summed("2500"), bill(PRICED)),
    "A3": (ROLLED, replace(ROLLED, objects=(replace(OBJECTS[0], total=n("2100")),)), bill(row())),
    "A4": (
        recapitulated(("vat_base", "2000", "21"), ("vat", "420", "21")),
        recapitulated(("vat_base", "2000", "21"), ("vat", "410", "21")),
        recapitulated(("vat_base", "2000", "21")),
    ),
    "C7S": (bill(PRICED, PRICED, PRICED, OWN), bill(PRICED, OWN, OWN), bill(row(), row(code="R-1"))),
    "S2": (numbered("1", "2", "3", "4", "5", "6"), numbered("1", "2", "3", "5", "6", "7"), numbered("", "", "")),
    "S4": (building(BLIND_SITE, BLIND_PLAN), building(), bill(row())),
    "S5": (building(SITE, PLAN, price="100"), building(SITE, PLAN, price="1"), building(BLIND_SITE, BLIND_PLAN)),
    "S11": (parted("2"), parted("2", "3"), replace(bill(), sections=(Section(0, "2", "Díl"),))),
    "S10": (floors("102"), floors("160"), bill(row())),
    "T1": (earth("40", "60"), earth("40", "20"), bill(row())),
    "M1": (bill(row(total_mass="20"), TRANSFER), bill(row(total_mass="20")), bill(row())),
}


@pytest.mark.parametrize("rule", sorted(BY_ID))
def test_passes_fails_and_has_nothing_to_say(rule: str) -> None:
    sound, faulty, foreign = (BY_ID[rule].apply(context_of(budget)) for budget in CASES[rule])
    assert sound == ()
    assert faulty
    assert foreign is None
    assert {placed.issue.severity.value for placed in faulty} <= {"RED", "AMBER", "INFO"}


def test_a_single_lump_of_site_costs_is_named() -> None:
    placed = BY_ID["S4"].apply(context_of(building(BLIND_SITE)))
    assert placed is not None
    assert [item.issue.code for item in placed] == ["s4_lump"]


def test_the_row_that_explains_a_wrong_sum_is_named() -> None:
    doubled = summed("1000")
    placed = BY_ID["A2"].apply(context_of(doubled))
    assert placed is not None
    assert [(item.issue.code, item.position) for item in placed] == [("a2_section_sum", None), ("a2_extra", 1)]


def test_a_surcharge_is_no_transfer_and_paint_needs_none() -> None:
    surcharge = row("998011018", "Přesun hmot pro budovy Příplatek k cenám za zvětšený přesun", "t", "20")
    assert BY_ID["M1"].apply(context_of(bill(row(total_mass="20"), surcharge)))
    paint = row("783314101", "Základní nátěr konstrukcí", "m2", total_mass="3")
    sections = {"code": "783"}
    assert BY_ID["M1"].apply(context_of(made(paint, **sections)[0])) == ()  # type: ignore[arg-type]


def test_one_transfer_may_carry_its_family() -> None:
    drain = row("721173401", "Potrubí kanalizační", "m", total_mass="2")
    water = row("722174001", "Potrubí vodovodní", "m", total_mass="1")

    def rows(tonnes: str) -> BillOfQuantities:
        carried = row("998721101", "Přesun hmot pro vnitřní kanalizaci", "t", tonnes)
        found = bill(drain, water, carried)
        parts = (Section(0, "721", "Kanalizace"), Section(1, "722", "Vodovod"))
        placed = tuple(replace(p, section=1 if p.code.startswith("722") else 0) for p in found.positions)
        return replace(found, positions=placed, sections=parts)

    assert BY_ID["M1"].apply(context_of(rows("3"))) == ()
    assert [item.section for item in BY_ID["M1"].apply(context_of(rows("2"))) or ()] == [1]
