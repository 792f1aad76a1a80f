"""ENG: measurements (výkaz výměr) and quantities.

Source: the field specification of KROS for expressions and what gives the quantity (docs/architecture.md); decree
169/2016 Sb., § 5: a quantity is documented by its measurement.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from estimator_desktop.audit.facts import significant
from estimator_desktop.audit.rules import (
    PASSED,
    Context,
    Issue,
    Needs,
    Rule,
    Ruling,
    Weight,
    amber,
    failed,
    info,
    not_checked,
    red,
)
from estimator_desktop.domain.bill import MeasurementKind, Position
from estimator_desktop.domain.expressions import ExpressionError, evaluate, has_names, strip_comments
from estimator_desktop.domain.measuring import LINE_TOLERANCE, gives
from estimator_desktop.domain.numbers import decimals, parse_amount, round_half_up
from estimator_desktop.domain.sums import product, unit_price
from estimator_desktop.domain.verdict import Concern, Role

_COEFFICIENT = re.compile(r"^\s*([\d\s.,]+)\s*\*\s*(\d+[.,]\d+)\s*'\s*přepočt", re.IGNORECASE)
_ENDS = re.compile(r"^[\s,;.+*/-]+|[\s,;.+*/-]+$")
_WRAPS = 60
"""A printed line of so many signs may have been broken by the page."""
_GAP = re.compile(r"(?<=[\d,.])\s+(?=[\d,.])")
_PIECES = frozenset({"ks", "kpl", "par", "sada"})
_PLAIN = re.compile(r"^\s*-?\d+(?:[.,]\d+)?\s*$")


def v1_lines(position: Position, context: Context) -> Ruling | None:
    """Every measurement expression gives the value printed beside it.

    A line that cannot be computed at all although it is made of numbers and signs alone is broken; one that names a
    figure which the document does not explain is not checked.
    """
    if not position.measurements:
        return None
    checked = 0
    issues: list[Issue] = []
    for line, result in zip(position.measurements, context.facts.lines[position.index], strict=True):
        if result.printed is None or result.kind is not MeasurementKind.EXPRESSION:
            continue
        if result.computed is None:
            broken = _broken(line.expression or line.text, result.printed, on_page=line_on_page(position))
            if broken is not None:
                checked += 1
                issues.append(broken)
            continue
        checked += 1
        if not result.agrees:
            computed = round_half_up(result.computed, max(3, decimals(result.printed)))
            issues.append(red("v1_line", computed, result.printed, line=line.text[:120]))
    if issues:
        return failed(*issues)
    return PASSED if checked else not_checked("no_computable_line")


def line_on_page(position: Position) -> bool:
    """Whether the position comes from a printed page, where a long line may have been cut or broken."""
    return position.source is not None and position.source.page is not None


def _broken(text: str, printed: Decimal, *, on_page: bool) -> Issue | None:
    """The issue where a line is numbers and signs, yet no expression; None where it is something else.

    A printed line may be broken in the middle of a number or go on elsewhere: there only a hint is given.
    """
    plain = strip_comments(text)
    if not printed or not re.search(r"\d\s*[-+*/^(]|[-+*/^)]\s*\d", plain) or has_names(plain):
        return None
    trimmed = _GAP.sub("", _ENDS.sub("", plain))
    mended = trimmed + ")" * (trimmed.count("(") - trimmed.count(")"))
    value = _value(mended)
    # A stray sign at the end or a number broken by a line's end does no harm.
    if mended == trimmed and value is not None and abs(value - printed) <= LINE_TOLERANCE:
        return info("v1_repaired", round_half_up(value, 3), printed, line=text[:120])
    if value is None or mended != trimmed:
        repaired = _repaired(trimmed, printed)
        if repaired:
            return red("v1_broken", round_half_up(printed, 3), printed, line=text[:120])
    if on_page and len(text) >= _WRAPS:
        return info("v1_cut", "", printed, line=text[:120])
    if value is None:
        return red("v1_nonsense", "", printed, line=text[:120])
    return red("v1_broken", round_half_up(value, 3), printed, line=text[:120])


def _repaired(text: str, printed: Decimal) -> bool:
    """Whether one sign put in or left out gives exactly the printed value: then the line lost it, no page cut it."""
    tries: list[str] = []
    for found in re.finditer(r"[-+*/]{2,}", text):
        tries += (text[: found.start()] + sign + text[found.end() :] for sign in "+*-/")
    missing = text.count("(") - text.count(")")
    if missing == 1:
        tries += (text[:place] + ")" + text[place:] for place in _after_numbers(text))
        tries += (text[: found.start()] + text[found.end() :] for found in re.finditer(r"\(", text))
    elif missing == -1:
        tries += (text[: found.start()] + text[found.end() :] for found in re.finditer(r"\)", text))
        tries += (text[: found.start()] + "(" + text[found.start() :] for found in re.finditer(r"(?<![\d.,])\d", text))
    for attempt in tries:
        value = _value(attempt)
        if value is not None and abs(value - printed) <= LINE_TOLERANCE:
            return True
    return False


def _after_numbers(text: str) -> Iterator[int]:
    """Places where a number ends, but for the end of the line, where a page may have cut."""
    return (found.end() for found in re.finditer(r"\d(?![\d.,])", text) if found.end() < len(text))


def _value(text: str) -> Decimal | None:
    try:
        return evaluate(text)
    except ExpressionError:
        return None


def v2_quantity(position: Position, context: Context) -> Ruling | None:
    """The measurement gives the position's quantity.

    Half of the last printed decimal may be lost by rounding, and a thousandth by the rounding of lines.  Where the
    position's own product proves the printed quantity, the measurement is what is in doubt: then a person looks.
    """
    if not position.measurements:
        return None
    quantity = position.quantity.value
    measured = context.facts.measured(position)
    if quantity is None or measured is None:
        return not_checked("measurement_gives_no_quantity")
    if gives(measured, quantity):
        return PASSED
    shown = round_half_up(measured, max(3, decimals(quantity)))
    return failed(red("v2_quantity", shown, quantity, difference=round_half_up(quantity - measured, 3)))


def v3_documented(position: Position, context: Context) -> Ruling | None:
    """A position of weight has a measurement, in a budget that measures at all."""
    if context.pricing == "blind" or not context.facts.measures or context.facts.units[position.index] in _PIECES:
        return None
    if context.facts.share(position) < context.pack["v3_percent"] or position.quantity.value in {None, Decimal(1)}:
        return None
    if position.measurements:
        return PASSED
    return failed(info("v3_undocumented", "", round_half_up(context.facts.share(position), 1)))


def v4_figures(position: Position, context: Context) -> Ruling | None:
    """A figure has the value that its definition gives."""
    if not position.measurements or not context.facts.figures.get(position.object):
        return None
    used = False
    names = context.facts.figures[position.object]
    for line in position.measurements:
        used = used or (line.expression or line.text).strip().casefold() in names
    stale = context.facts.restated.get(position.index)
    if stale:
        return failed(*(red("v4_stale", value, printed, name=name) for name, value, printed in stale))
    return PASSED if used else None


def v5_plug(position: Position, context: Context) -> Ruling | None:
    """No unexplained small constant closes the measurement."""
    lines = [line for line in position.measurements if line.kind is MeasurementKind.EXPRESSION]
    if len(lines) < 2:
        return None
    last = lines[-1]
    text = last.expression or last.text
    if last.value is None or not _PLAIN.match(text) or abs(last.value) >= Decimal("0.1"):
        return PASSED
    return failed(info("v5_plug", "", last.value))


def v6_repeated(position: Position, context: Context) -> Ruling | None:
    """No long expression stands twice in one position."""
    texts = [
        " ".join((line.text).split())
        for line in position.measurements
        if line.kind is MeasurementKind.EXPRESSION and len(line.text) >= 12
    ]
    if len(texts) < 2:
        return None
    text, count = Counter(texts).most_common(1)[0]
    return PASSED if count < 2 else failed(info("v6_repeated", 1, count, line=text[:120]))


def v7_coefficient(position: Position, context: Context) -> Ruling | None:
    """A loss coefficient on a material is a usual one."""
    for line in position.measurements:
        found = _COEFFICIENT.match(line.text)
        if found is None:
            continue
        value = parse_amount(found[2]).value
        if value is None or position.row_type != "M":
            return None
        low, high = context.pack["v7_from"], context.pack["v7_to"]
        if low <= value <= high:
            return PASSED
        return failed(info("v7_coefficient", f"{low:f}–{high:f}", value))
    return None


def v8_slip(position: Position, context: Context) -> Ruling | None:
    """The quantity is not exactly ten times (or a tenth of) a quantity that other positions of the object have.

    Only where neither a measurement nor a product proves the quantity; four significant digits and more, so that a
    coincidence is unlikely.
    """
    quantity = position.quantity.value
    if not quantity or quantity < 0 or position.measurements or significant(quantity) < 4:
        return None
    if unit_price(position) and product(position) == position.total_price.value:
        return None
    counts = context.facts.quantities
    here = counts.get((position.object, quantity.normalize()), 0)
    for factor in (Decimal(10), Decimal("0.1")):
        other = (quantity / factor).normalize()
        if counts.get((position.object, other), 0) > here:
            return failed(amber("v8_slip", other, quantity))
    return PASSED if here > 1 else None


def v9_pieces(position: Position, context: Context) -> Ruling | None:
    """Pieces are counted whole."""
    if context.facts.units[position.index] != "ks" or position.quantity.value is None:
        return None
    value = position.quantity.value
    # A measured or lossy number of pieces is a habit of some authors; a bare one is a slip.
    if value == value.to_integral_value() or position.measurements or position.row_type == "M":
        return PASSED
    return failed(amber("v9_pieces", round_half_up(value, 0), value))


def v10_material(position: Position, context: Context) -> Ruling | None:
    """Materials after a work are about as much as the work, where both are counted in one unit."""
    facts, rows = context.facts, context.facts.by_section.get(position.section, ())
    if position.row_type != "K" or not facts.works[position.index].words.folded.startswith("montaz"):
        return None
    quantity, unit = position.quantity.value, facts.units[position.index]
    if not quantity or quantity <= 0:
        return None
    following = []
    for row in rows[rows.index(position.index) + 1 :]:
        if context.bill.positions[row].row_type != "M":
            break
        following.append(row)
    same = [row for row in following if facts.units[row] == unit and context.bill.positions[row].quantity.value]
    if not same or len(same) != len(following):
        return None
    amounts = [context.bill.positions[row].quantity.value or Decimal(0) for row in same]
    total = sum(amounts, Decimal(0))
    # One of the materials is the thing itself; what else belongs to it may be counted many times.
    for amount in (total, *amounts):
        if amount <= 0 or max(amount, quantity) / min(amount, quantity) < context.pack["v10_times"]:
            return PASSED
    return failed(amber("v10_material", total, quantity, same))


RULES = (
    Rule("V1", 2, Role.ENG, Weight.SUBSTANTIVE, Concern.CODE, ("measurement",), "expression = printed value", "0.005",
         v1_lines, needs=Needs.LINES),
    Rule("V2", 2, Role.ENG, Weight.SUBSTANTIVE, Concern.CODE, ("measurement", "quantity"), "Σ taken lines = q",
         "0.5 · 10⁻ⁿ + 0.001", v2_quantity, needs=Needs.LINES),
    Rule("V3", 1, Role.ENG, Weight.FORMAL, Concern.CODE, ("measurement", "total_price"), "share > s ⇒ measurement",
         "v3_percent", v3_documented, needs=Needs.MONEY),
    Rule("V4", 1, Role.ENG, Weight.SUBSTANTIVE, Concern.CODE, ("measurement",), "figure = its definition", "0.005",
         v4_figures, needs=Needs.LINES),
    Rule("V5", 1, Role.ENG, Weight.FORMAL, Concern.PRACTICALITY, ("measurement",), "no trailing constant", "0.1", v5_plug, needs=Needs.LINES),
    Rule("V6", 1, Role.ENG, Weight.FORMAL, Concern.COST, ("measurement",), "no expression twice", "exact", v6_repeated, needs=Needs.LINES),
    Rule("V7", 1, Role.ENG, Weight.FORMAL, Concern.COST, ("measurement",), "coefficient in range", "v7_from", v7_coefficient, needs=Needs.LINES),
    Rule("V8", 1, Role.ENG, Weight.SUBSTANTIVE, Concern.COST, ("quantity",), "q ≠ 10 × q of others", "exact", v8_slip),
    Rule("V9", 1, Role.ENG, Weight.FORMAL, Concern.PRACTICALITY, ("quantity", "unit"), "pieces are whole", "exact", v9_pieces),
    Rule("V10", 1, Role.ENG, Weight.SUBSTANTIVE, Concern.COST, ("quantity", "row_type"), "montáž ≈ Σ material", "v10_times",
         v10_material),
)  # fmt: skip
