"""The project's own bills in the exchange formats: uniXML 1.1 and 1.2, XC4, GAEB DA XML."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from samplerows import Part, Row, Sample, Work

LETTERS = "ABCDEFGH"


def _tag(name: str, *inside: str, **attributes: str) -> str:
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{''.join(inside)}</{name}>\n"


def _leaf(name: str, text: object) -> str:
    return f"<{name}>{escape(str(text))}</{name}>\n"


def _write(target: Path, *parts: str, encoding: str = "utf-8") -> Path:
    target.write_bytes((f'<?xml version="1.0" encoding="{encoding}"?>\n' + "".join(parts)).encode(encoding))
    return target


def _comma(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _price(row: Row, sample: Sample) -> Decimal:
    return Decimal(0) if sample.blind or not row.price else Decimal(row.price)


def unixml(sample: Sample, target: Path, version: str = "1.2", *, bare: bool = False) -> Path:
    """A uniXML.  1.1 has no short descriptions; `bare`: the last object has no sections and lies in the one before."""
    works = [_unixml_work(work, sample, version, sections=True) for work in sample.works]
    if bare:
        inner = _tag("objekty", _unixml_work(sample.works[-1], sample, version, sections=False))
        works = [_unixml_work(sample.works[0], sample, version, sections=True, inner=inner)]
    job = _tag(
        "stavba",
        _leaf("kod_stavby", sample.code),
        _leaf("nazev_stavby", sample.name),
        _tag("nastaveni", _tag("mena", _leaf("mena_rozpocet", "CZK"))),
        _tag("objekty", *works),
    )
    return _write(target, _tag("unixml", _leaf("zdroj", "TEST"), job, format="unixml_cz", verze=version))


def _unixml_work(work: Work, sample: Sample, version: str, *, sections: bool, inner: str = "") -> str:
    rows = [row for part in work.parts for row in part.rows]
    lists = _tag(
        "zdroje",
        _tag(
            "zdroje_dily",
            *(_tag("zdroj_dil", _leaf("kod_dilu", part.code), _leaf("nazev_dilu", part.name)) for part in work.parts),
        ),
        *(_unixml_list(kind, [row for row in rows if row.kind == kind], version) for kind in ("K", "M")),
    )
    if sections:
        content = _tag("dily", *(_unixml_part(part, sample) for part in work.parts))
    else:
        content = _tag("polozky", *(_unixml_row(row, sample) for row in rows))
    return _tag("objekt", _leaf("kod_objektu", work.code), _leaf("nazev_objektu", work.name), lists, content, inner)


def _unixml_list(kind: str, rows: Iterable[Row], version: str) -> str:
    outer, item = ("zdroje_konstrukce", "zdroj_konstrukce") if kind == "K" else ("zdroje_materialy", "zdroj_material")
    return _tag(
        outer,
        *(
            _tag(
                item,
                _leaf("kod_polozky", row.code),
                _leaf("zkraceny_popis_polozky", "" if version == "1.1" else row.text),
                _leaf("plny_popis_polozky", row.text),
                _leaf("merna_jednotka", row.unit),
                _leaf("cenova_soustava", row.system),
            )
            for row in rows
        ),
    )


def _unixml_part(part: Part, sample: Sample) -> str:
    return _tag("dil", _leaf("kod_dilu", part.code), _tag("polozky", *(_unixml_row(row, sample) for row in part.rows)))


def _unixml_row(row: Row, sample: Sample) -> str:
    lines = [
        _tag(
            "radek_vykazu_vymer",
            _leaf("typ_radku", "VYRAZ"),
            _leaf("vyraz", line),
            _leaf("prevzit_mnozstvi", "ANO"),
        )
        for line in row.lines
    ]
    return _tag(
        "polozka",
        _leaf("typ_vety", row.kind),
        _leaf("kod_polozky", row.code),
        _leaf("cislo_polozky", row.ordinal),
        _leaf("mnozstvi", _comma(row.shown_quantity)),
        _leaf("jednotkova_cena", _comma(_price(row, sample))),
        _leaf("poznamka_polozky", row.note),
        _tag("vykaz_vymer", _tag("radky_vykazu_vymer", *lines)),
    )


def xc4(sample: Sample, target: Path) -> Path:
    """An XC4."""
    works = []
    for work in sample.works:
        parts = [
            _tag(
                "stavDil",
                _leaf("znacka", part.code),
                _leaf("nazev", part.name),
                _tag("polozky", *(_xc4_row(row, sample) for row in part.rows)),
            )
            for part in work.parts
        ]
        works.append(_tag("objekt", _leaf("znacka", work.code), _leaf("nazev", work.name), _tag("stavDily", *parts)))
    head = _leaf("znackaStavby", sample.code) + _leaf("nazevStavby", sample.name)
    return _write(target, _tag("XC4", head, _tag("objekty", *works)))


def _xc4_row(row: Row, sample: Sample) -> str:
    rows = [
        f"<r><v>{line.replace(',', '.')}</v><vy>{letter}</vy></r>"
        for letter, line in zip(LETTERS, row.lines, strict=False)
    ]
    measured = f"<vv>{''.join(rows)}<v>{'+'.join(LETTERS[: len(rows)])}</v></vv>" if rows else ""
    return _tag(
        "polozka",
        _leaf("poradi", row.ordinal),
        _leaf("znacka", row.code),
        _leaf("nazev", row.text[:30]),
        _leaf("popis", row.text),
        _leaf("id_mj", row.unit),
        _leaf("mnozstvi", row.shown_quantity),
        _leaf("joc", _price(row, sample)),
        _leaf("cenova_soustava", row.system),
        _leaf("typ", row.kind),
        _leaf("vymera", measured),
    )


def gaeb(
    sample: Sample, target: Path, phase: str = "84", version: str = "3.2", *, lots: bool = False, optional: bool = False
) -> Path:
    """A GAEB DA XML.  `lots`: objects are lots; `optional`: the first position is provisional, without a total."""
    levels = ["Lot"] if lots else []
    plan = "".join(_tag("BoQBkdn", _leaf("Type", kind), _leaf("Length", 2)) for kind in (*levels, "BoQLevel", "Item"))
    skipped = sample.rows[0] if optional else None

    def whole(rows: Iterable[Row]) -> str:
        if sample.blind:
            return ""
        return _tag("Totals", _leaf("Total", sum((row.shown_total for row in rows if row is not skipped), Decimal(0))))

    works = [_gaeb_work(work, sample, place, skipped, whole) for place, work in enumerate(sample.works, 1)]
    info = _tag("BoQInfo", _leaf("Name", "LV"), _leaf("LblBoQ", sample.name), plan, whole(sample.rows))
    award = _tag("Award", _leaf("DP", phase), _tag("BoQ", info, _tag("BoQBody", *works), ID="B1"))
    project = _tag("PrjInfo", _leaf("NamePrj", sample.code), _leaf("LblPrj", sample.name), _leaf("Cur", "EUR"))
    space = f"http://www.gaeb.de/GAEB_DA_XML/DA{phase}/{version}"
    if version == "2.0":
        space = "http://www.gaeb.de/GAEB_DA_XML/200407"
    return _write(target, _tag("GAEB", project, award, xmlns=space), encoding="iso-8859-2")


def _gaeb_work(work: Work, sample: Sample, place: int, skipped: Row | None, whole: object) -> str:
    parts = []
    for number, part in enumerate(work.parts, 1):
        items = "".join(_gaeb_row(row, sample, optional=row is skipped) for row in part.rows)
        hint = _tag("Remark", _tag("Description", _leaf("CompleteText", "Nur ein Hinweis")))
        parts.append(_category(f"{number:02}", part.name, _tag("Itemlist", hint, items) + "", whole(part.rows)))  # type: ignore[operator]
    rows = [row for part in work.parts for row in part.rows]
    return _category(f"{place:02}", work.name, "".join(parts), whole(rows))  # type: ignore[operator]


def _category(number: str, name: str, body: str, total: str) -> str:
    title = _tag("LblTx", _tag("p", _leaf("span", name)))
    return _tag("BoQCtgy", title, _tag("BoQBody", body), total, ID=f"C{number}", RNoPart=number)


def _gaeb_row(row: Row, sample: Sample, *, optional: bool) -> str:
    half = len(row.text) // 2
    spans = _leaf("span", row.text[:half]).strip() + _leaf("span", row.text[half:]).strip()
    text = _tag(
        "Description",
        _tag(
            "CompleteText",
            _tag("DetailTxt", _tag("Text", _tag("p", _leaf("span", f"{row.text}, Langtext")), _leaf("p", "Absatz 2"))),
            _tag("OutlineText", _tag("OutlTxt", _tag("TextOutlTxt", _tag("p", spans)))),
        ),
    )
    prices = ""
    if not sample.blind:
        total = "" if optional else _leaf("IT", row.shown_total)
        prices = _leaf("UP", _price(row, sample)) + total
    provisional = _leaf("Provis", "WithoutTotal") if optional else ""
    return _tag(
        "Item",
        provisional,
        _leaf("Qty", row.shown_quantity),
        _leaf("QU", row.unit),
        prices,
        text,
        RNoPart=f"{row.ordinal:04}",
    )
