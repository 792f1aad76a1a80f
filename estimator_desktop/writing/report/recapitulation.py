"""The report's recapitulation: what every object and section comes to, and how it was judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportlab.platypus import Flowable

from estimator_desktop.domain.outline import SectionPart, WorkPart
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import Texts
from estimator_desktop.writing.handover import Handover, part_indexes, part_value, titled
from estimator_desktop.writing.report.paper import WIDTH, tables, words
from estimator_desktop.writing.xlsx.looks import INK

_COLOURS = (Colour.RED, Colour.AMBER, Colour.GREEN)
_INDENT = "\u00a0" * 4
_WIDTHS = (54, 54, 54, 54, 96, 48)


def recapitulation(content: Handover, texts: Texts, tree: Sequence[WorkPart]) -> Iterator[Flowable]:
    """A table of all objects and sections as they nest, the whole budget first."""
    say, prices = texts.say, content.money
    indexes = [index for part in tree for index in part_indexes(part)]
    whole = sum((part_value(content.bill, part) for part in tree), Decimal(0))
    titles = [("sheet.name", "head"), ("sheet.positions", "head_number")]
    head = [words(say(key), style) for key, style in titles]
    head += [words(texts.colour(colour), "head_number") for colour in _COLOURS]
    if prices:
        head += [words(say("sheet.total"), "head_number"), words(say("sheet.share"), "head_number")]
    widths = _WIDTHS if prices else _WIDTHS[:4]

    def line(name: str, inside: Sequence[int], value: Decimal, *, bold: bool) -> list[Flowable]:
        counts = Counter(content.audit.verdicts[index].colour for index in inside)
        number, text = ("head_number", "head") if bold else ("number", "cell")
        row: list[Flowable] = [words(name, text), words(texts.number(Decimal(len(inside))), number)]
        row += [words(str(counts[colour] or ""), number, colour=INK[colour]) for colour in _COLOURS]
        if prices:
            share = f"{texts.number(100 * value / whole, 1)} %" if whole else ""
            row += [words(texts.number(value, 2), number), words(share, number)]
        return row

    def lines(part: WorkPart | SectionPart, depth: int) -> Iterator[list[Flowable]]:
        inside = list(part_indexes(part))
        work = isinstance(part, WorkPart)
        title = titled(part) or say("sheet.bill")
        yield line(_INDENT * depth + title, inside, part_value(content.bill, part), bold=work)
        for section in part.sections:
            yield from lines(section, depth + 1)
        if isinstance(part, WorkPart):
            for inner in part.works:
                yield from lines(inner, depth + 1)

    rows = [line(say("sheet.whole"), indexes, whole, bold=True)]
    for part in tree:
        rows.extend(lines(part, 0))
    yield from tables(head, rows, (WIDTH - sum(widths), *widths))
