"""Reading a page that the built-in reader was unsure of: the question, and what of the answer counts.

Every field must be copied: numbers must stand in the page's text sign by sign, the code and every word of a description
and unit too.  A row that breaks this is refused whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from estimator_desktop.ai.evidence import is_printed, plain, words_in
from estimator_desktop.ai.questions import (
    INTEGER,
    TEXT,
    Question,
    content_of,
    list_of,
    object_of,
    prompt,
    tokens,
    visible,
)
from estimator_desktop.ai.roles import rows_of, text_of, whole_of
from estimator_desktop.domain.advice import Estimate, Model, Usage, Use
from estimator_desktop.domain.lines import PageLines
from estimator_desktop.domain.numbers import looks_like_number, parse_amount

_FIELDS = ("ordinal", "type", "code", "description", "unit", "quantity", "unit_price", "total")
_NUMBERS = ("quantity", "unit_price", "total")
_OUTPUT_BASE = 1500
_OUTPUT_EACH = 90
_MOST_LINES = 220
_LONGEST_LINE = 400
_USUAL_LINE = 120
_OVERHEAD = 1200
_SCHEMA = object_of({"positions": list_of(object_of({"line": INTEGER, **dict.fromkeys(_FIELDS, TEXT)}))})


@dataclass(frozen=True, slots=True)
class Extracted:
    """A position as it was read; all texts stand on the page.  `line` is the number of its first line (from 0)."""

    line: int
    ordinal: str
    type: str
    code: str
    description: str
    unit: str
    quantity: str
    unit_price: str
    total: str


def question(page: PageLines, model: Model, language: str) -> Question:
    """The question about one page."""
    lines = [{"line": number, "text": text} for number, text in enumerate(_lines(page))]
    return Question(
        Use.EXTRACTION,
        model,
        prompt("extraction"),
        content_of({"language": language, "lines": lines}),
        _SCHEMA,
        _OUTPUT_BASE + _OUTPUT_EACH * len(lines),
        (f"page{page.number}",),
    )


def dearest(model: Model) -> Estimate:
    """What one page costs at most, whatever stands on it."""
    line = len('{"line": 000, "text": ""}, ') + _USUAL_LINE
    sent = tokens(prompt("extraction").text) + (line * _MOST_LINES) // 2 + _OVERHEAD
    usage = Usage(cache_write=sent, output=_OUTPUT_BASE + _OUTPUT_EACH * _MOST_LINES)
    return Estimate(1, 0, sent + usage.output, model.cost(usage))


def read(value: object, page: PageLines) -> tuple[tuple[Extracted, ...], int]:
    """The rows that count in the order of their lines, and how many were refused.  Raises Malformed."""
    lines = _lines(page)
    source = "\n".join(lines)
    found: dict[int, Extracted] = {}
    refused = 0
    for row in rows_of(value, "positions"):
        line = whole_of(row, "line")
        fields = {name: visible(text_of(row, name)).strip() for name in _FIELDS}
        if not 0 <= line < len(lines) or line in found or not _copied(fields, source):
            refused += 1
            continue
        found[line] = Extracted(line, **fields)
    return tuple(found[line] for line in sorted(found)), refused


def _lines(page: PageLines) -> list[str]:
    return [visible(line.text)[:_LONGEST_LINE] for line in page.lines[:_MOST_LINES]]


def _copied(fields: dict[str, str], source: str) -> bool:
    if not fields["description"] or not fields["quantity"] or not fields["unit"]:
        return False
    for name in _NUMBERS:
        text = fields[name]
        if text and not (looks_like_number(text) and parse_amount(text).value is not None and is_printed(text, source)):
            return False
    whole = plain(source)
    if any(fields[name] and plain(fields[name]) not in whole for name in ("ordinal", "code", "type")):
        return False
    return words_in(f"{fields['description']} {fields['unit']}", source)
