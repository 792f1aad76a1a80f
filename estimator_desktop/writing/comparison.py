"""Two budgets beside each other as a file: a table of what differs, values before and after in columns of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from xlsxwriter.worksheet import Worksheet as Sheet

from estimator_desktop.domain.beside import KINDS, Change, sum_changes
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.sums import unit_price, value_of
from estimator_desktop.texts import Texts
from estimator_desktop.writing.text_table import guarded, plain_number, row_writer
from estimator_desktop.writing.whole import whole_file
from estimator_desktop.writing.xlsx.book import close_book, open_book
from estimator_desktop.writing.xlsx.looks import Looks

_WIDTHS = (11, 34, 8, 16, 60, 7, 12, 12, 13, 13, 15, 15, 15, 28)
_LOOKS = (*("text",) * 6, *("quantity",) * 2, *("money",) * 5, "text")
_HEAD = 8
Cell = str | Decimal | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What is written: the project, both files, the changes, both totals."""

    project: str
    old: str
    new: str
    changes: Sequence[Change]
    old_total: Decimal
    new_total: Decimal
    currency: str


def write_changes_csv(content: Beside, target: Path, texts: Texts) -> None:
    """Write the table as spreadsheets of the language open it.  Raises UserError where it cannot be written."""
    with whole_file(target) as path, path.open("w", encoding="utf-8-sig", newline="") as stream:
        write, language = row_writer(stream, texts.language), texts.language
        write(_titles(texts))
        for change in content.changes:
            write(
                guarded(cell) if isinstance(cell, str) else plain_number(cell, language)
                for cell in _cells(change, texts)
            )


def write_changes_xlsx(content: Beside, target: Path, texts: Texts) -> None:
    """Write a workbook: what is compared, the sums, the table.  Raises UserError where it cannot be written."""
    with whole_file(target) as path:
        book = open_book(path)
        looks = Looks(book)
        sheet = book.add_worksheet(texts.say("compare.title")[:31])
        _head(sheet, looks, content, texts)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        for column, title in enumerate(_titles(texts)):
            sheet.write_string(_HEAD, column, title, looks["head"])
        for row, change in enumerate(content.changes, _HEAD + 1):
            for column, cell in enumerate(_cells(change, texts)):
                if isinstance(cell, Decimal):
                    sheet.write_number(row, column, float(cell), looks[_LOOKS[column]])
                elif cell:
                    looks.text(sheet, row, column, cell, _LOOKS[column])
        sheet.freeze_panes(_HEAD + 1, 5)
        sheet.autofilter(_HEAD, 0, _HEAD + max(1, len(content.changes)), len(_WIDTHS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD)
        close_book(book)


def _head(sheet: Sheet, looks: Looks, content: Beside, texts: Texts) -> None:
    say = texts.say
    sheet.write_string(0, 0, say("compare.title"), looks["title"])
    looks.text(sheet, 1, 0, content.project, "subtitle")
    for row, (key, name, total) in enumerate(
        (("compare.old", content.old, content.old_total), ("compare.new", content.new, content.new_total)), 2
    ):
        sheet.write_string(row, 0, say(key), looks["label"])
        looks.text(sheet, row, 1, name)
        looks.text(sheet, row, 4, texts.money(total, content.currency))
    sums = sum_changes(content.changes)
    words = "  ·  ".join(
        f"{say(f'compare.kind.{kind}')}: {sums.counts[kind]}"
        f" ({signed(sums.differences[kind], texts, content.currency)})"
        for kind in KINDS[:3]
    )
    looks.text(sheet, 4, 0, words)
    difference = signed(content.new_total - content.old_total, texts, content.currency)
    looks.text(sheet, 5, 0, say("compare.difference", amount=difference))


def signed(value: Decimal, texts: Texts, currency: str) -> str:
    """An amount with its sign, plus included."""
    return f"{'+' if value > 0 else ''}{texts.money(value, currency)}"


def _titles(texts: Texts) -> list[str]:
    say = texts.say
    doubled = [
        f"{say(f'column.{name}')} – {say(f'compare.{side}')}"
        for name in ("quantity", "unit_price", "total")
        for side in ("old", "new")
    ]
    return [
        say("compare.kind"),
        say("compare.place"),
        *(say(f"column.{name}") for name in ("ordinal", "code", "description", "unit")),
        *doubled,
        say("compare.column.difference"),
        say("compare.fields"),
    ]


def _cells(change: Change, texts: Texts) -> Iterator[Cell]:
    shown = change.shown
    yield texts.say(f"compare.kind.{change.kind}")
    yield change.place
    yield shown.ordinal
    yield shown.code
    yield shown.description
    yield shown.unit
    for read in (_quantity, _price, _total):
        for side in (change.old, change.new):
            yield None if side is None else read(side)
    yield change.difference
    yield ", ".join(texts.say(f"compare.field.{name}") for name in change.fields)


def _quantity(position: Position) -> Decimal | None:
    return position.quantity.value


def _price(position: Position) -> Decimal | None:
    return unit_price(position)


def _total(position: Position) -> Decimal | None:
    return value_of(position)
