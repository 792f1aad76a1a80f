"""What the sheets around a table say: the program that wrote them, the job, its objects and its sums."""

from __future__ import annotations

import re

from estimator_desktop.domain.bill import RecapitulationLine, Source
from estimator_desktop.reading.draft import Draft
from estimator_desktop.reading.naming import code_and_name, is_sum
from estimator_desktop.reading.spreadsheet.grid import Sheet, Value, Workbook, as_text
from estimator_desktop.reading.spreadsheet.layout import RTS_LABEL
from estimator_desktop.reading.summary import SummaryRow, pieces_of
from estimator_desktop.reading.vocabulary import folded

_RTS_MARK = "#RTSROZP#"
_LEVELS = re.compile(
    r"((stavebni )?objekt|soupis|cast|podobjekt|provozni soubor|uroven \d|(cislo )?so|ps|so/ps|rozpocet|[or]"
    r"|(cislo a )?nazev (objektu|so(/ps)?|ps|rozpoctu))\s*:"
)
_JOB = re.compile(
    r"((cislo a )?nazev (stavby|akce)|stavba|akce|zakazka|projekt|project|bauvorhaben|nazov stavby|s)\s*:"
)
_PAPERWORK = re.compile(
    r"(datum|misto( stavby)?|(z|vy)pracov\w+|objednatel\w*|zadavatel\w*|investor|stavebnik|zhotovitel\w*|uchazec"
    r"|projektant|odberatel|dodavatel|kontroloval|schvalil|stupen|cenova uroven|mena|j?kso|cc-cz|ico?|dic|tel\w*\.?"
    r"|e-?mail)\s*:"
)
"""Labels of who made a bill, for whom, and when."""
_MARK = 14
"""The code of an object that stands in a cell of its own has at most so many signs."""
_REACH = 8
_LABEL = 30
_SUM_PLACES = 4
_SUMMARY_WIDTH = 60
"""Cover sheets stand in the first columns; far to the right only programs keep their own numbers."""
_HELPERS = re.compile(
    r"seznam figur|zoznam figur|pokyny|vzor|kryci list|figury|instructions"
    r"|rekapitulac(e|ia)|souhrn|sumar|prehled|summary|zusammenstellung"
)


def family_of(workbook: Workbook) -> str:
    """The family that a workbook of tables belongs to, by the marks its program leaves."""
    for sheet in workbook.sheets:
        head = {as_text(value) for row in sheet.rows[:12] for value in row[:40] if isinstance(value, str)}
        if _RTS_MARK in head or RTS_LABEL in head:
            return "rts_xlsx"
        if "EstiCon" in head:
            return "esticon_xlsx"
        if any(text.startswith("Stavební rozpočet") for text in head):
            return "stavebni_rozpocet_xlsx"
        if {"TV", "ČP"} <= head:
            return "cenkros_xls"
    return "free_table"


def job_title(workbook: Workbook) -> str:
    """The job's name as cover lines state it."""
    return next((name for sheet in workbook.sheets if (name := job_above(sheet, 20))), "")


def job_above(sheet: Sheet, end: int) -> str:
    """The job's name as lines above a row state it."""
    for row in range(min(end, len(sheet.rows))):
        for column in range(min(8, len(sheet.rows[row]))):
            if _JOB.fullmatch(folded(sheet.text(row, column))):
                name = value_beside(sheet, row, column)
                if name:
                    return name
    return ""


def read_counts(workbook: Workbook, draft: Draft) -> None:
    """What cover sheets state about the whole: the number of positions, the price without VAT."""
    for sheet in workbook.sheets:
        for row in range(min(60, len(sheet.rows))):
            for column in range(min(12, len(sheet.rows[row]))):
                label = folded(sheet.text(row, column))
                if label == "polozek:":
                    value = sheet.amount(row, column + 1).value
                    if value is not None and value == int(value):
                        draft.printed_count = int(value)
                elif label in {"naklady z rozpoctu celkem", "cena celkem bez dph"}:
                    cells = (sheet.amount(row, place) for place in range(column + 1, column + 8))
                    value_cell = next((amount for amount in cells if amount.value is not None), None)
                    if value_cell is not None and value_cell.value:
                        source = Source(draft.file, sheet=sheet.name, row=row + 1)
                        draft.recapitulation.append(RecapitulationLine("bill", "", label, value_cell, source=source))


def summary_rows(sheet: Sheet, file: str, end: int | None = None, begin: int = 0) -> tuple[SummaryRow, ...]:
    """A sheet's rows (from row `begin` up to row `end`) as cover sheets and recapitulations are read."""
    found = []
    for row, values in enumerate(sheet.rows[begin:end], begin):
        cells = [
            (_plain(value), float(column), column + 1.0)
            for column, value in enumerate(values[:_SUMMARY_WIDTH])
            if as_text(value)
        ]
        if cells:
            found.append(SummaryRow(pieces_of(cells), Source(file, sheet=sheet.name, row=row + 1)))
    return tuple(found)


def _plain(value: Value) -> str:
    """A cell as text; sums without the noise of binary fractions."""
    return as_text(round(value, _SUM_PLACES) if isinstance(value, float) else value)


def is_helper(sheet: Sheet) -> bool:
    """Whether a sheet only goes with a bill: figures, instructions, recapitulations, cover sheets."""
    if _HELPERS.match(folded(sheet.name)):
        return True
    heads = (folded(as_text(value)) for row in sheet.rows[:4] for value in row[:8] if isinstance(value, str))
    return any(_HELPERS.fullmatch(text) for text in heads)


def value_beside(sheet: Sheet, row: int, column: int) -> str:
    """What belongs to a label: the first text right of it before another label, else the first one right below.

    A formula that lost its cell (0, `#REF!`) is nothing.
    """
    for places in (
        [(row, place) for place in range(column + 1, column + _REACH)],
        [(row + 1, place) for place in range(column, column + _REACH)],
    ):
        found = next((place for place in places if sheet.text(*place)), None)
        if found is None:
            continue
        text = sheet.text(*found)
        if sheet.value(*found) != 0 and not text.endswith(":") and not text.startswith("#"):
            return text
    return ""


def works_above(sheet: Sheet, header: int) -> tuple[tuple[str, str, int], ...]:
    """The objects named by labels above a header, outermost first: code, name, row (from 0).

    A cover sheet above may name them too: what stands below the last label of the job counts; where a formula there
    has lost its value, the cover sheet says it.  A budget called as its object is that object.
    """
    names: dict[str, tuple[str, str]] = {}
    block: dict[str, int] = {}
    for row in range(header):
        for column in range(min(6, len(sheet.rows[row]))):
            label, rest = _labelled(sheet.value(row, column))
            if _JOB.fullmatch(label):
                block = {}
            elif _LEVELS.fullmatch(label):
                block[label] = row
                named = code_and_name([rest]) if rest else _beside(sheet, row, column)
                if any(named) and not is_sum(" ".join(named).strip()):
                    names[label] = named
    found = {names[label]: row for label, row in reversed(block.items()) if label in names}
    return tuple((*named, row) for named, row in reversed(found.items()))


def is_labelled(text: str) -> bool:
    """Whether a line above a table says by a label what the job or an object is called, or who made the bill."""
    label, _ = _labelled(text)
    return any(pattern.fullmatch(label) for pattern in (_JOB, _LEVELS, _PAPERWORK))


def _labelled(value: Value) -> tuple[str, str]:
    """A cell's label with its colon, folded, and the text behind it in the same cell."""
    if not isinstance(value, str):
        return "", ""
    label, colon, rest = value.partition(":")
    return (f"{folded(label).strip()}:", rest.strip()) if colon and len(label) < _LABEL else ("", "")


def _beside(sheet: Sheet, row: int, column: int) -> tuple[str, str]:
    """Code and name beside a label, in one cell or in two."""
    text = value_beside(sheet, row, column)
    code, name = code_and_name([text]) if text else ("", "")
    if not text or code or len(text) > _MARK or not any(map(str.isdigit, text)):
        return code, name
    cells = [sheet.text(row, place) for place in range(column + 1, column + _REACH)]
    behind = next((cell for cell in cells[cells.index(text) + 1 :] if cell), "") if text in cells else ""
    return (text, behind) if behind and not behind.endswith(":") and not _is_figure(behind) else (code, name)


def _is_figure(text: str) -> bool:
    return not any(map(str.isalpha, text))


def split_name(text: str) -> tuple[str, str]:
    """`SO 01 - House` is a code and a name; a text without the dash is a name."""
    code, dash, name = text.partition(" - ")
    return (code, name) if dash else ("", text)
