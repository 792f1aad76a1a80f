"""uniXML 1.2, the open exchange format of Czech budgeting programs.

A position names only its code; wording, unit and price system stand in the object's own lists under (row type, code).
Where a position has no code, or a second wording stands under one code, the file gives it a code of its own.  What a
reader of ours would not find in the elements as it was stands in processing instructions (`unixml_kept`), which other
programs skip.  Not held: printed sums, the printed text of numbers, places in the document, how sure recognition was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from lxml import etree

from estimator_desktop.domain.bill import MeasurementKind, Note, Position, Section, WorkObject
from estimator_desktop.domain.exchange import UNIXML_MARK, unixml_vat
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.domain.outline import SectionPart, WorkPart, outline
from estimator_desktop.domain.sums import unit_price
from estimator_desktop.writing.handover import Handover, part_indexes
from estimator_desktop.writing.unixml_kept import (
    clean,
    instruction,
    keep_notes,
    keep_position,
    line_facts,
    section_facts,
    work_facts,
)
from estimator_desktop.writing.whole import whole_file

_LINES = {
    MeasurementKind.EXPRESSION: "VYRAZ",
    MeasurementKind.TEXT: "POZNAMKA",
    MeasurementKind.SUBTOTAL: "MEZISOUCET",
    MeasurementKind.TOTAL: "SOUCET",
}
_DEBRIS_PLACES = 5
_GROUPS = ("HSV", "PSV", "M", "VRN", "OST", "HZS")
_NAMES = ("datum", "misto", "zpracoval", "objednatel", "projektant", "zhotovitel")
_CODES = ("cc", "kso", "cpv", "cpa", "poznamka")
_COVER = ("Zařízení staveniště", "Mimostav. doprava", "Územní vlivy", "Provozní vlivy", "Ostatní")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an object's list says of one code."""

    short: str
    full: str
    unit: str
    system: str
    mass: str
    debris: str
    remark: str


def write_unixml(content: Handover, target: Path, progress: Progress = silent) -> Path:
    """Write the file.  `progress` counts objects.  Raises UserError where it cannot be written."""
    root = etree.Element("unixml", format="unixml_cz", verze="1.2")
    for tag, text in (("typ_souboru", "SOUPIS_PRACI"), ("rozsah_exportu", "CELA_STAVBA"), ("zdroj", UNIXML_MARK)):
        _text(root, tag, text)
    _job(etree.SubElement(root, "stavba"), content, progress)
    with whole_file(target) as path:
        etree.indent(root)
        path.write_bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
    return target


def _job(element: etree._Element, content: Handover, progress: Progress) -> None:
    bill = content.bill
    _text(element, "kod_stavby", bill.code)
    _text(element, "nazev_stavby", bill.name)
    _text(element, "verejna_zakazka", "NE")
    day = f"{content.made:%d.%m.%Y}"
    for tag in ("datum", "misto", "oblast", "zpracoval", "objednatel", "projektant", "zhotovitel", "investor"):
        _text(element, tag, day if tag == "datum" else "")
    for tag in _CODES:
        _text(element, tag, "")
    _settings(element, bill.currency)
    etree.SubElement(etree.SubElement(element, "souhrnny_list"), "polozky_souhrnneho_listu")
    _cover(element)
    holder = etree.SubElement(element, "objekty")
    tree = outline(bill)
    for number, part in enumerate(tree, 1):
        _Work(content, day).write(holder, part)
        progress(number, len(tree), "objects")
    etree.SubElement(element, "firmy")


def _settings(element: etree._Element, currency: str) -> None:
    settings = etree.SubElement(element, "nastaveni")
    _text(settings, "typ_vystavby", "NEBYTOVA")
    _text(settings, "prenaset_dph", "NE")
    rates = etree.SubElement(settings, "sazby_dph")
    _text(rates, "snizena_dph", "12,00")
    _text(rates, "zakladni_dph", "21,00")
    rounding = etree.SubElement(settings, "zaokrouhleni_rozpocet")
    for tag, text in (
        ("jednotkova_cena", "0,01"),
        ("mnozstvi", "0,001"),
        ("celkova_cena", "0,01"),
        ("zaokrouhlovat_procentualni_prirazky", "NE"),
        ("zaokrouhlovat_vymery_vykazu_vymer", "NE"),
    ):
        _text(rounding, tag, text)
    cover = etree.SubElement(settings, "zaokrouhleni_kryci_list")
    for tag, text in (
        ("zaokrouhleni", "0,01"),
        ("zaokrouhleni_dph", "0,01"),
        ("zpusob_zaokrouhleni_dph", "MATEMATICKY"),
    ):
        _text(cover, tag, text)
    _text(etree.SubElement(settings, "mena"), "mena_rozpocet", currency)
    _text(settings, "skupina_objektu", "NE")


def _cover(element: etree._Element) -> None:
    cover = etree.SubElement(element, "kryci_list")
    for number, name in enumerate(_COVER, 1):
        line = etree.SubElement(cover, f"vrn_{number}")
        _text(line, "nazev", name)
        _text(line, "naklad", "0,00")
        _text(line, "typ_sazby_dph", "ZAKLADNI")
    line = etree.SubElement(cover, "kompletacni_cinnost")
    _text(line, "naklad", "0,00")
    _text(line, "typ_sazby_dph", "ZAKLADNI")
    etree.SubElement(cover, "merne_jednotky")


class _Work:
    """One object with its own lists."""

    def __init__(self, content: Handover, day: str) -> None:
        self._content = content
        self._day = day
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._codes: dict[int, str] = {}

    def write(self, holder: etree._Element, part: WorkPart) -> None:
        element = etree.SubElement(holder, "objekt")
        element.append(instruction(work_facts(part.work)))
        work = part.work or WorkObject(0, "1", self._content.bill.name)
        _text(element, "kod_objektu", work.code)
        _text(element, "nazev_objektu", work.name)
        _text(element, "typ_zakazky", "STAVEBNI_OBJEKT")
        for tag in _NAMES:
            _text(element, tag, self._day if tag == "datum" else "")
        for tag in _CODES:
            _text(element, tag, "")
        settings = etree.SubElement(element, "nastaveni")
        _text(settings, "typ_vystavby", "NEBYTOVA")
        _text(settings, "prenaset_dph", "NE")
        _cover(element)
        inside = [self._content.bill.positions[index] for index in part_indexes(replace(part, works=()))]
        self._list(inside)
        self._sources(element, list(_sections(part.sections)))
        etree.SubElement(element, "figury")
        holder_of_sections = etree.SubElement(element, "dily")
        for section in part.sections:
            self._section(holder_of_sections, section, "")
        loose = etree.SubElement(element, "polozky")
        for index in part.positions:
            self._position(loose, self._content.bill.positions[index], "HSV")
        below = etree.SubElement(element, "objekty")
        for inner in part.works:
            _Work(self._content, self._day).write(below, inner)

    def _list(self, positions: Iterable[Position]) -> None:
        """Give every position a code under which its wording can stand."""
        for position in positions:
            kind, entry = _kind(position), self._entry(position)
            identity = self._content.ids[position.index]
            code = clean(position.code)
            if not code or self._entries.get((kind, code), entry) != entry:
                code = f"{code}.{identity}" if code else f"R-{identity}"
            self._entries[kind, code] = entry
            self._codes[position.index] = code

    def _entry(self, position: Position) -> _Entry:
        notes: dict[str, list[str]] = {}
        for note in position.notes:
            notes.setdefault(note.kind, []).append(note.text)
        debris, quantity = position.debris_mass.value, position.quantity.value
        if debris is not None:
            debris = round_half_up(debris / quantity, _DEBRIS_PLACES) if quantity else None
        return _Entry(
            clean(position.description),
            "\n".join(map(clean, notes.get("PP", ()))),
            clean(position.unit),
            clean(position.price_system),
            _number(position.unit_mass.value),
            _number(debris),
            "\n".join(map(clean, notes.get("PSC", ()))),
        )

    def _notes(self, position: Position, kind: str) -> tuple[Note, ...]:
        """The notes that the elements hold, as they are read back."""
        entry = self._entries[kind, self._codes[position.index]]
        own = "\n".join(note.text for note in position.notes if note.kind == "P")
        held = (("PP", entry.full if entry.short else ""), ("PSC", entry.remark if kind == "K" else ""), ("P", own))
        return tuple(Note(name, text) for name, text in held if text.strip())

    def _sources(self, element: etree._Element, sections: list[Section]) -> None:
        sources = etree.SubElement(element, "zdroje")
        holder = etree.SubElement(sources, "zdroje_dily")
        for section in sections:
            if self._ambiguous(section):
                continue
            item = etree.SubElement(holder, "zdroj_dil")
            _text(item, "kod_dilu", section.code)
            _text(item, "nazev_dilu", section.name)
            _text(item, "typ_dilu", self._group(section))
        for kind, many, one in (
            ("K", "zdroje_konstrukce", "zdroj_konstrukce"),
            ("M", "zdroje_materialy", "zdroj_material"),
        ):
            holder = etree.SubElement(sources, many)
            for (listed, code), entry in self._entries.items():
                if listed == kind:
                    _source(etree.SubElement(holder, one), kind, code, entry)

    def _group(self, section: Section) -> str:
        outermost = self._content.bill.section_path(section.index)[0].code.strip().upper()
        return outermost if outermost in _GROUPS else "PSV" if outermost[:1] == "7" and len(outermost) == 3 else "HSV"

    def _section(self, holder: etree._Element, part: SectionPart, group: str) -> None:
        element = etree.SubElement(holder, "dil")
        element.append(instruction(section_facts(part.section, part.section.object)))
        group = group or self._group(part.section)
        _text(element, "kod_dilu", part.section.code)
        if self._ambiguous(part.section):
            _text(element, "nazev_dilu", part.section.name)
        below = etree.SubElement(element, "dily")
        for inner in part.sections:
            self._section(below, inner, group)
        items = etree.SubElement(element, "polozky")
        for index in part.positions:
            self._position(items, self._content.bill.positions[index], group)

    def _ambiguous(self, section: Section) -> bool:
        """Whether two sections of the object share a code under different names: the list cannot hold both."""
        return any(
            (other.object, other.code) == (section.object, section.code) and other.name != section.name
            for other in self._content.bill.sections
        )

    def _position(self, holder: etree._Element, position: Position, group: str) -> None:
        element = etree.SubElement(holder, "polozka")
        kind, code = _kind(position), self._codes[position.index]
        keep_position(
            element, self._content.ids[position.index], position, code, kind, self._entries[kind, code].debris
        )
        _text(element, "typ_vety", kind)
        _text(element, "typ_polozky", group)
        _text(element, "kod_polozky", code)
        _text(element, "cislo_polozky", position.ordinal)
        _text(element, "mnozstvi", _number(position.quantity.value) or "0,00")
        _text(element, "typ_mnozstvi", "VV" if position.measurements else "ZADANE")
        if position.measurements:
            self._measurements(element, position)
        _text(element, "jednotkova_cena", _number(unit_price(position)) or "0,00")
        _text(element, "jednotkova_cena_dodavky", _number(position.supply_price.value) or "0,00")
        _text(element, "typ_sazby_dph", unixml_vat(position.vat_rate))
        _text(element, "poznamka_polozky", "\n".join(note.text for note in position.notes if note.kind == "P"))
        _text(element, "uzivatelske_zarazeni", "")
        keep_notes(element, position, self._notes(position, kind))

    def _measurements(self, element: etree._Element, position: Position) -> None:
        measured = etree.SubElement(element, "vykaz_vymer")
        _text(measured, "soucet_radku", "NE")
        rows = etree.SubElement(measured, "radky_vykazu_vymer")
        for line, facts in zip(position.measurements, line_facts(position.measurements), strict=True):
            row = etree.SubElement(rows, "radek_vykazu_vymer")
            if facts:
                row.append(instruction(facts))
            _text(row, "typ_radku", _LINES[line.kind])
            _text(row, "vyraz", line.text)
            _text(row, "kod_figury", line.label or "")
            _text(row, "prevzit_mnozstvi", "ANO" if line.taken else "NE")


def _source(item: etree._Element, kind: str, code: str, entry: _Entry) -> None:
    _text(item, "kod_polozky", code)
    _text(item, "zkraceny_popis_polozky", entry.short)
    _text(item, "plny_popis_polozky", entry.full)
    _text(item, "merna_jednotka", entry.unit)
    _text(item, "jednotkova_hmotnost", entry.mass)
    if kind == "K":
        _text(item, "jednotkova_sut", entry.debris)
        _text(item, "jednotkove_normohodiny", "0,00")
        _text(item, "poznamka_k_souboru_cen", entry.remark)
    _text(item, "cenova_soustava", entry.system)


def _sections(parts: Iterable[SectionPart]) -> Iterable[Section]:
    seen: set[str] = set()
    for part in parts:
        for section in (part.section, *_sections(part.sections)):
            if section.code not in seen:
                seen.add(section.code)
                yield section


def _kind(position: Position) -> str:
    return "M" if position.row_type == "M" else "K"


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}".replace(".", ",")


def _text(element: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(element, tag).text = clean(text)
