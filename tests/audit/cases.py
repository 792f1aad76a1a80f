"""Small budgets: for every rule on positions one that passes, one that fails, one it has nothing to say about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Measurement, Note, Position, Section
from estimator_desktop.domain.match import (
    Candidate,
    Catalogue,
    CatalogueItem,
    CodeStanding,
    Enrichment,
    Match,
    MatchLevel,
    PriceStatistics,
    Reason,
)
from estimator_desktop.domain.units import UnitRelation

Given = tuple[BillOfQuantities, Enrichment | None]


def n(text: str) -> Amount:
    return Amount(text, Decimal(text.replace(",", ".")))


def row(code: str = "274313611", text: str = "Základové pasy z betonu prostého", unit: str = "m3", quantity: str = "10",
        **values: object) -> Position:  # fmt: skip
    named = {key: n(str(value)) if isinstance(value, str) and key.endswith(("price", "mass")) else value
             for key, value in values.items()}  # fmt: skip
    amount = n(quantity) if quantity else Amount("", None)
    return replace(
        Position(0, text, object=None, section=0, ordinal="1", row_type="K", code=code, unit=unit, quantity=amount),
        **named,  # type: ignore[arg-type]
    )


def bill(*rows: Position, code: str = "2", **values: object) -> Given:
    made = tuple(replace(item, index=place, ordinal=str(place + 1)) for place, item in enumerate(rows))
    return BillOfQuantities("kros_xlsx", "a.xlsx", made, sections=(Section(0, code, "Díl"),), **values), None  # type: ignore[arg-type]


def matched(position: Position, *, standing: CodeStanding = CodeStanding.FOUND, unit: str = "m3", similarity: float = 1.0,
            price: str = "", reasons: tuple[Reason, ...] = (), archive: PriceStatistics | None = None,
            **values: object) -> Given:  # fmt: skip
    item = CatalogueItem(position.code, "Základové pasy", unit, edition="2025")
    relation = UnitRelation.SAME if unit == position.unit else UnitRelation.CONFLICT
    coded = Candidate(item, 0.9, MatchLevel.EXACT, similarity, relation, reasons)
    match = Match(0, MatchLevel.EXACT, 0.9, standing=standing, chosen=coded, coded=coded, archive=archive,
                  price=Decimal(price) if price else None)  # fmt: skip
    catalogue = Catalogue(1, "URS", "URS", "2025", 1, datetime(2026, 1, 1, tzinfo=UTC))
    return bill(position, **values)[0], Enrichment((match,), (catalogue,))


def line(text: str, value: str, **values: object) -> Measurement:
    return Measurement(text, Decimal(value), **values)  # type: ignore[arg-type]


P = {"unit_price": "100", "total_price": "1000"}
PRICED = row(**P)
OWN = row(code="R-1", text="Dodávka výrobku podle výkresu")
STEEL = "Výztuž základových pasů betonářskou ocelí"
ERECT, STRIKE = "Zřízení bednění základových pasů", "Odstranění bednění základových pasů"
OLD = PriceStatistics(5, Decimal(100), Decimal(2), Decimal(90), Decimal(110), date(2020, 1, 1))
NEW = replace(OLD, newest=date(2025, 1, 1))
MANY = tuple(row(code=f"2743136{place:02d}", unit_price="100", total_price="1000") for place in range(20))

CASES: dict[str, tuple[Given, Given, Given]] = {
    "A1": (bill(PRICED), bill(row(unit_price="100", total_price="999")), bill(row())),
    "A5": (bill(row()), bill(row(quantity="-3")), bill(row(quantity=""))),
    "A6": (bill(PRICED), bill(row(unit_price="0"), *MANY), bill(row())),
    "A7": (bill(PRICED), bill(row(unit_price="-5")), bill(row())),
    "A8": (bill(PRICED, price_decimals=2), bill(row(unit_price="1.2345"), price_decimals=2), bill(PRICED)),
    "A9": (
        bill(replace(row(), quantity=Amount("126.000", Decimal("126.000"), Decimal(126000)), measurements=(line("126", "126"),))),
        bill(replace(row(), quantity=Amount("126.000", Decimal("126.000"), Decimal(126000)))),
        bill(row()),
    ),
    "A10": (
        bill(replace(row(), confidence=(("code", 0.95),))),
        bill(replace(row(), confidence=(("quantity", 0.5),))),
        bill(row()),
    ),
    "P6": (
        bill(row(supply_price="60", installation_price="40", unit_price="100")),
        bill(row(supply_price="60", installation_price="41", unit_price="100")),
        bill(PRICED),
    ),
    "C1": (matched(row()), matched(row(), standing=CodeStanding.UNKNOWN), bill(OWN)),
    "C2": (matched(row()), matched(row(), standing=CodeStanding.OTHER_EDITION), bill(row())),
    "C3": (matched(row()), matched(row(), unit="m2"), bill(OWN)),
    "C4": (matched(row()), matched(row(), similarity=0.2), bill(OWN)),
    "C5": (
        bill(row("272325", "ZÁKLADY ZE ŽELEZOBETONU DO C30/37", notes=(Note("PP", "beton C25/30"),))),
        bill(row("272325", "ZÁKLADY ZE ŽELEZOBETONU DO C30/37", notes=(Note("PP", "beton C40/50"),))),
        bill(row()),
    ),
    "C6": (
        bill(row(price_system="CS ÚRS 2025 02")),
        bill(row(price_system="RTS 24/I"), *(replace(item, price_system="CS ÚRS 2025 02") for item in MANY)),
        bill(row()),
    ),
    "C7": (bill(OWN), bill(row("R-1", "viz pd")), bill(row())),
    "C8": (bill(row()), bill(row(unit="m2")), bill(OWN)),
    "C9": (bill(row()), bill(row(text="Montáž dveřních křídel otvíravých")), bill(OWN)),
    "C10": (
        bill(row(notes=(Note("Online PSC", "https://x/item/CS_URS_2025_02/274313611"),))),
        bill(row(notes=(Note("Online PSC", "https://x/item/CS_URS_2025_02/711111001"),))),
        bill(row()),
    ),
    "C11": (
        bill(row(notes=(Note("PP", "Základové pasy z betonu prostého do rýhy"),))),
        bill(row(notes=(Note("PP", "Montáž dveřních křídel otvíravých jednokřídlových"),))),
        bill(row()),
    ),
    "C12": (
        bill(row(), row()),
        bill(row(text="Montáž dveřních křídel otvíravých"), row(), row()),
        bill(row()),
    ),
    "C13": (bill(row(confidence=(("code", 0.9),))), bill(row(confidence=(("code", 0.2),))), bill(row())),
    "P1": (matched(PRICED, price="105"), matched(PRICED, price="200"), bill(row())),
    "P2": (bill(PRICED, *MANY), bill(row(unit_price="2000"), *MANY), bill(row())),
    "P3": (bill(PRICED, PRICED), bill(PRICED, row(unit_price="110")), bill(PRICED)),
    "P4": (
        matched(PRICED, archive=NEW, price_level="2025/I"),
        matched(PRICED, archive=OLD, price_level="2025/I"),
        matched(PRICED),
    ),
    "P5": (bill(row(total_price="5000"), *MANY), bill(row(total_price="50000"), *MANY), bill(row())),
    "S1": (bill(row()), bill(row(unit=""), row()), None),  # type: ignore[dict-item]
    "S3": (bill(row(), row(quantity="2")), bill(row(), row()), None),  # type: ignore[dict-item]
    "S6": (
        bill(row(unit="kpl", total_price="10"), *MANY), bill(row(unit="kpl", total_price="50000"), *MANY), bill(row(unit="kpl"))
    ),
    "S7": (bill(row(text="Překlad Porotherm nebo rovnocenný")), bill(row(text="Překlad Porotherm")), bill(row())),
    "S8": (
        bill(row("766660001", "Montáž dveřních křídel", "ks"), row("61162010", "dveře", "ks", row_type="M"), code="766"),
        bill(row("766660001", "Montáž dveřních křídel", "ks"), replace(row("61162010", "dveře", "ks", row_type="M"), section=None),
             code="766"),
        bill(row()),
    ),
    "S9": (bill(row()), bill(row(), *(row("766660001", "Montáž dveřních křídel", "ks") for _ in range(4)), code="766"), bill(OWN)),
    "V1": (bill(row(measurements=(line("2*5", "10"),))), bill(row(measurements=(line("2*6", "10"),))), bill(row())),
    "V2": (bill(row(measurements=(line("2*5", "10"),))), bill(row(measurements=(line("2*6", "12"),))), bill(row())),
    "V3": (
        bill(replace(PRICED, measurements=(line("10", "10"),)), replace(PRICED, measurements=(line("10", "10"),))),
        bill(PRICED, replace(PRICED, measurements=(line("10", "10"),))),
        bill(row()),
    ),
    "V4": (
        bill(row(measurements=(line("plocha", "10"),)), row(measurements=(line("2*5", "10", label="plocha"),))),
        bill(row(measurements=(line("plocha", "12"),)), row(measurements=(line("2*5", "10", label="plocha"),))),
        bill(row(measurements=(line("2*5", "10"),))),
    ),
    "V5": (
        bill(row(measurements=(line("2*5", "10"), line("3*2", "6")))),
        bill(row(measurements=(line("2*5", "10"), line("0,05", "0.05")))),
        bill(row()),
    ),
    "V6": (
        bill(row(measurements=(line("2,50*5,00*1,20", "15"), line("2,50*5,00*1,30", "16.25")))),
        bill(row(measurements=(line("2,50*5,00*1,20", "15"), line("2,50*5,00*1,20", "15")))),
        bill(row()),
    ),
    "V7": (
        bill(row("58344171", row_type="M", measurements=(line("10*1,1 'Přepočtené koeficientem množství", "11"),))),
        bill(row("58344171", row_type="M", measurements=(line("10*1,9 'Přepočtené koeficientem množství", "19"),))),
        bill(row()),
    ),
    "V8": (
        bill(row(quantity="123.45"), row(quantity="123.45")), bill(row(quantity="1234.5"), row(quantity="123.45"), row(quantity="123.45")), bill(row())
    ),
    "V9": (bill(row(unit="kus")), bill(row(unit="kus", quantity="2.5")), bill(row())),
    "V10": (
        bill(row("766660001", "Montáž dveří", "ks"), row("61162010", "dveře", "ks", row_type="M")),
        bill(row("766660001", "Montáž dveří", "ks", "100"), row("61162010", "dveře", "ks", row_type="M")),
        bill(row()),
    ),
    "T2": (
        bill(row("274361821", STEEL, "t", "0.8"), row("274321411", "Základové pasy ze železobetonu")),
        bill(row("274361821", STEEL, "t", "80"), row("274321411", "Základové pasy ze železobetonu")),
        bill(row()),
    ),
    "T3": (
        bill(row("274351121", ERECT, "m2", "30"), row()), bill(row("274351121", ERECT, "m2", "900"), row()), bill(row())
    ),
    "T4": (
        bill(row("274351121", ERECT, "m2", "30"), row("274351122", STRIKE, "m2", "30")),
        bill(row("274351121", ERECT, "m2", "30"), row("274351122", STRIKE, "m2", "20")),
        bill(row()),
    ),
    "T5": (
        bill(row("411321414", "Stropy ze železobetonu"), row("411361821", "Výztuž stropů ocelí", "t"),
             row("411351011", "Zřízení bednění stropů", "m2")),
        bill(row("411321414", "Stropy ze železobetonu")),
        bill(row()),
    ),
    "T6": (
        bill(row("171201231", "Poplatek za uložení zeminy", "t", "18"), row("171251201", "Uložení sypaniny", "m3", "10")),
        bill(row("171201231", "Poplatek za uložení zeminy", "t", "180"), row("171251201", "Uložení sypaniny", "m3", "10")),
        bill(row()),
    ),
    "T7": (
        bill(row(text="Stěny z betonu C 30/37 XF2")), bill(row(text="Stěny z betonu C 20/25 XF4")), bill(row())
    ),
    "M2": (
        bill(row("998011001", "Přesun hmot", "t", "5"), row(total_mass="5")),
        bill(row("998011001", "Přesun hmot", "t", "50"), row(total_mass="5")),
        bill(row()),
    ),
    "M3": (
        bill(row("997013501", "Odvoz suti", "t", "5"), row("962031132", "Bourání příček", "m2", debris_mass="5")),
        bill(row("997013501", "Odvoz suti", "t", "50"), row("962031132", "Bourání příček", "m2", debris_mass="5")),
        bill(row()),
    ),
    "M4": (bill(row(unit_mass="2.3")), bill(row(unit_mass="6989.5")), bill(row())),
    "M5": (
        bill(row("997013509", "Příplatek k odvozu suti ZKD 1 km", "t", "70"), row("997013501", "Odvoz suti", "t", "10")),
        bill(row("997013509", "Příplatek k odvozu suti ZKD 1 km", "t", "73"), row("997013501", "Odvoz suti", "t", "10")),
        bill(row()),
    ),
    "M6": (bill(row(unit_mass="2", total_mass="20")), bill(row(unit_mass="2", total_mass="2")), bill(row())),
}  # fmt: skip
