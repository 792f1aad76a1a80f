"""A table as text, as spreadsheets of the template's language open it; UTF-8 with a mark or Windows-1250.

One row a position.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from estimator_desktop.domain.bill import Amount, Position
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.sums import unit_price
from estimator_desktop.domain.template import Column
from estimator_desktop.texts import Texts
from estimator_desktop.writing.handover import Handover, decision_words, shown_total
from estimator_desktop.writing.text_table import guarded, plain_number, row_writer
from estimator_desktop.writing.whole import whole_file

_STEP = 2000
_FIRST = ("csv.object", "csv.section", "column.ordinal", "column.row_type", "column.code", "column.description")


def write_csv(content: Handover, target: Path, progress: Progress = silent) -> Path:
    """Write the table.  What Windows-1250 has no sign for becomes `?`.  Raises UserError where it cannot be written."""
    encoding = content.template.encoding.value
    with whole_file(target) as path, path.open("w", encoding=encoding, errors="replace", newline="") as stream:
        write = row_writer(stream, content.template.language)
        for number, row in enumerate(_rows(content)):
            write(row)
            if number % _STEP == 0:
                progress(number, len(content.bill.positions), "positions")
    return target


def _rows(content: Handover) -> Iterator[list[str]]:
    texts, template = Texts(content.template.language), content.template
    say = texts.say
    head = [say(key) for key in (*_FIRST, "column.unit", "column.quantity")]
    if template.prices:
        head += [say("column.unit_price"), say("column.total")]
    head.append(say("sheet.price_system"))
    if template.shows(Column.VERDICT):
        head.append(say("sheet.verdict"))
    if template.shows(Column.FINDINGS):
        head.append(say("sheet.finding"))
    if template.shows(Column.MATCH):
        head += [say("sheet.match_code"), say("sheet.match_level")]
        head += [say("sheet.catalogue_price")] if template.prices else []
    if template.shows(Column.DECISION):
        head += [say("sheet.decision"), say("sheet.reason")]
    if template.shows(Column.SOURCE):
        head.append(say("sheet.source"))
    yield [*head, "id"]
    for position in content.bill.positions:
        yield _row(content, position, texts)


def _row(content: Handover, position: Position, texts: Texts) -> list[str]:
    bill, template = content.bill, content.template
    works = bill.object_path(position.object)
    sections = bill.section_path(position.section)
    names = (
        " / ".join(f"{work.code} {work.name}".strip() for work in works),
        " / ".join(f"{section.code} {section.name}".strip() for section in sections),
        position.ordinal,
        position.row_type,
        position.code,
        position.description,
        position.unit,
    )
    language = texts.language
    row = [*map(guarded, names), _number(position.quantity, language)]
    if template.prices:
        price = unit_price(position)
        row.append(guarded(position.unit_price.raw) if price is None else plain_number(price, language))
        row.append(plain_number(shown_total(position), language))
    row.append(guarded(position.price_system))
    verdict = content.audit.verdicts[position.index]
    if template.shows(Column.VERDICT):
        row.append(texts.colour(verdict.colour))
    if template.shows(Column.FINDINGS):
        row.append(guarded(" ".join(texts.finding(finding) for finding in verdict.findings)))
    if template.shows(Column.MATCH):
        found = content.match(position.index)
        item = found.chosen.item if found and found.chosen else None
        row += [guarded(item.code) if item else "", texts.say(f"match.level.{found.level.value}") if found else ""]
        row += [plain_number(found.price if found else None, language)] if template.prices else []
    if template.shows(Column.DECISION):
        row += map(guarded, decision_words(content.stands.get(position.index), texts, prices=template.prices))
    if template.shows(Column.SOURCE):
        row.append(guarded(texts.place(position.source)))
    return [*row, content.ids[position.index]]


def _number(amount: Amount, language: str) -> str:
    return guarded(amount.raw) if amount.value is None else plain_number(amount.value, language)
