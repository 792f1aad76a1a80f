"""uniXML 1.1 and 1.2: the open exchange format of Czech budgeting programs.

Objects nest; each carries its own price list under `zdroje`, and a position only names its code: description, unit and
price system are joined by (row type, code) within the object.  Numbers have a decimal comma.  A position's total is not
stored; it is left empty here and computed where it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Measurement,
    MeasurementKind,
    Position,
    Source,
)
from estimator_desktop.domain.exchange import UNIXML_VAT, unixml_debris, unixml_line_values
from estimator_desktop.domain.job import Progress
from estimator_desktop.domain.numbers import decimals, parse_amount
from estimator_desktop.reading.draft import Draft
from estimator_desktop.reading.xml.kept import facts_of, in_our_order, kept_line, kept_notes, kept_position
from estimator_desktop.reading.xml.parse import child_text, line_source, local_name

_LINE_KINDS = {
    "VYRAZ": MeasurementKind.EXPRESSION,
    "POZNAMKA": MeasurementKind.TEXT,
    "SOUCET": MeasurementKind.TOTAL,
    "MEZISOUCET": MeasurementKind.SUBTOTAL,
}
_PRICE_LISTS = (
    ("K", "zdroje/zdroje_konstrukce/zdroj_konstrukce"),
    ("M", "zdroje/zdroje_materialy/zdroj_material"),
)
_YES = "ANO"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an object's own price list says of one code."""

    short: str
    full: str
    unit: str
    price_system: str
    unit_mass: Amount
    debris: Amount
    remark: str


@dataclass(frozen=True, slots=True)
class _Lists:
    """An object's price lists, section names and figures."""

    entries: Mapping[tuple[str, str], _Entry]
    sections: Mapping[str, str]
    figures: Mapping[str, Decimal]
    places: int | None
    """Decimals that measurement lines are rounded to; None: they are not."""


def is_unixml(root: etree._Element) -> bool:
    """Whether a document is uniXML."""
    return local_name(root) == "unixml"


def read_unixml(root: etree._Element, file: str, progress: Progress) -> BillOfQuantities:
    """The bill of a uniXML document.  `progress` counts objects."""
    if "}" in root.tag:
        for element in root.iter("*"):
            element.tag = local_name(element)
    draft = Draft("unixml", file)
    job = root.find("stavba")
    if job is None:
        return draft.bill()
    draft.code, draft.name = child_text(job, "kod_stavby"), child_text(job, "nazev_stavby")
    currency = job.findtext("nastaveni/mena/mena_rozpocet")
    draft.currency = (currency or "CZK").strip()
    works = job.findall("objekty/objekt")
    places = _places(job)
    for number, element in enumerate(works, 1):
        _read_work(element, None, draft, places)
        progress(number, len(works), "objects")
    in_our_order(root, draft)
    if draft.unlisted:
        draft.warnings.append(("texts_missing", str(draft.unlisted)))
    return draft.bill()


def _source(draft: Draft, element: etree._Element) -> Source:
    return line_source(draft.file, element)


def _places(job: etree._Element) -> int | None:
    """Decimals of the settings' step for quantities, where the settings say that measurement lines are rounded."""
    rounding = "nastaveni/zaokrouhleni_rozpocet"
    if (job.findtext(f"{rounding}/zaokrouhlovat_vymery_vykazu_vymer") or "").strip() != _YES:
        return None
    step = parse_amount(job.findtext(f"{rounding}/mnozstvi") or "").value
    return None if step is None else decimals(step)


def _read_work(
    element: etree._Element, parent: int | None, draft: Draft, places: int | None, outer: _Lists | None = None
) -> None:
    kept = facts_of(element)
    code, name = child_text(element, "kod_objektu"), child_text(element, "nazev_objektu")
    kind = kept.get("kind", child_text(element, "typ_zakazky"))
    work = None if "none" in kept else draft.work(code, name, parent, _source(draft, element), kind=kind)
    lists = _lists(element, places, outer)
    for child in element:
        if child.tag == "polozky":
            for item in child.findall("polozka"):
                _read_position(item, work, None, lists, draft)
        elif child.tag == "dily":
            for section in child.findall("dil"):
                _read_section(section, work, None, lists, draft)
        elif child.tag == "objekty":
            for inner in child.findall("objekt"):
                _read_work(inner, work, draft, places, lists)


def _lists(element: etree._Element, places: int | None, outer: _Lists | None) -> _Lists:
    """An object's own lists; what it lacks, the object around it may have."""
    entries = dict(outer.entries) if outer else {}
    for kind, path in _PRICE_LISTS:
        for item in element.findall(path):
            entries[kind, child_text(item, "kod_polozky")] = _entry_of(item)
    sections = dict(outer.sections) if outer else {}
    for item in element.findall("zdroje/zdroje_dily/zdroj_dil"):
        sections[child_text(item, "kod_dilu")] = child_text(item, "nazev_dilu")
    figures = dict(outer.figures) if outer else {}
    for item in element.findall("figury/figura"):
        value = _amount(item, "vymera").value
        if value is not None:
            figures[child_text(item, "kod_figury")] = value
    return _Lists(entries, sections, figures, places)


def _entry_of(item: etree._Element) -> _Entry:
    return _Entry(
        child_text(item, "zkraceny_popis_polozky"),
        child_text(item, "plny_popis_polozky"),
        child_text(item, "merna_jednotka"),
        child_text(item, "cenova_soustava"),
        _amount(item, "jednotkova_hmotnost"),
        _amount(item, "jednotkova_sut"),
        child_text(item, "poznamka_k_souboru_cen"),
    )


def _amount(element: etree._Element, tag: str) -> Amount:
    """A number as the format prescribes it: no groups of thousands, so that a point can only be a decimal point."""
    text = child_text(element, tag)
    plain = text.replace(",", ".") if text.count(",") + text.count(".") == 1 else text
    found = parse_amount(plain) if text else NOTHING
    return Amount(text, found.value)


def _read_section(element: etree._Element, work: int | None, parent: int | None, lists: _Lists, draft: Draft) -> None:
    code = child_text(element, "kod_dilu")
    name = lists.sections.get(code, "") or child_text(element, "nazev_dilu")
    section = draft.section(code, name, work, parent, source=_source(draft, element))
    for child in element:
        if child.tag == "dily":
            for inner in child.findall("dil"):
                _read_section(inner, work, section, lists, draft)
        elif child.tag == "polozky":
            for item in child.findall("polozka"):
                _read_position(item, work, section, lists, draft)


def _read_position(element: etree._Element, work: int | None, section: int | None, lists: _Lists, draft: Draft) -> None:
    kind, code = child_text(element, "typ_vety"), child_text(element, "kod_polozky")
    entry = _entry(element, kind, code, lists)
    if entry is None:
        draft.unlisted += 1
    quantity = _amount(element, "mnozstvi")
    found = Position(
        index=0,
        description=(entry.short or entry.full) if entry else "",
        object=work,
        section=section,
        ordinal=child_text(element, "cislo_polozky"),
        row_type=kind,
        code=code,
        unit=entry.unit if entry else "",
        quantity=quantity,
        unit_price=_amount(element, "jednotkova_cena"),
        price_system=entry.price_system if entry else "",
        unit_mass=entry.unit_mass if entry else NOTHING,
        debris_mass=_debris(entry.debris, quantity) if entry else NOTHING,
        vat_rate=UNIXML_VAT.get(child_text(element, "typ_sazby_dph"), ""),
        source=_source(draft, element),
    )
    draft.add(kept_position(found, facts_of(element)))
    rows = element.findall("vykaz_vymer/radky_vykazu_vymer/radek_vykazu_vymer")
    lines = tuple(
        Measurement(
            text := child_text(row, "vyraz"),
            kind=_LINE_KINDS.get(child_text(row, "typ_radku"), MeasurementKind.EXPRESSION),
            expression=text,
            label=child_text(row, "kod_figury") or None,
            taken=child_text(row, "prevzit_mnozstvi") == _YES,
        )
        for row in rows
    )
    values = unixml_line_values(lines, lists.figures, lists.places)
    for row, line, value in zip(rows, lines, values, strict=True):
        draft.measurement(kept_line(line, value, facts_of(row)))
    notes = kept_notes(element)
    if notes is None:
        # without a short description the full one is the wording, and no note beside it
        full = entry.full if entry and entry.short else ""
        notes = (
            ("PP", full),
            ("PSC", entry.remark if entry else ""),
            ("P", child_text(element, "poznamka_polozky")),
        )
    for kind_of_note, text in notes:
        draft.note(kind_of_note, text)


def _entry(element: etree._Element, kind: str, code: str, lists: _Lists) -> _Entry | None:
    """What the lists say of a code under its type, else under the other one, else what the position itself says."""
    for key in ((kind, code), (kind.upper(), code), ("M" if kind.upper() == "K" else "K", code)):
        if key in lists.entries:
            return lists.entries[key]
    own = _entry_of(element)
    return own if own.short or own.full else None


def _debris(unit: Amount, quantity: Amount) -> Amount:
    """The position's debris: the format says it for one unit."""
    whole = unixml_debris(unit.value, quantity.value)
    return NOTHING if whole is None else Amount(f"{whole.normalize():f}", whole.normalize())
