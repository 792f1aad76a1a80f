"""Recompute a position's measurement and what quantity it gives.

Three ways of writing are known: KROS (a value column, flags that say which lines are taken), forms with the result
behind `=` and a letter in brackets (`1122,88*0,4 = 449,152 [A]`, `Celkové množství = 864,712`), and lettered sums
(`Celkem: A+B`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from estimator_desktop.domain.bill import Measurement, MeasurementKind
from estimator_desktop.domain.expressions import ExpressionError, evaluate, names_in, strip_comments
from estimator_desktop.domain.numbers import decimals, parse_amount, round_half_up

LINE_TOLERANCE = Decimal("0.005")
"""Source: rule V1; documents round lines to hundredths even where they print thousandths."""
_RESULT = re.compile(
    r"^(?P<left>.*?)=\s*(?P<result>-?[\d\u00a0\u202f ]+(?:[.,]\d+)?)\s*(?:\[(?P<label>\w{1,3})\])?\s*$", re.DOTALL
)
_START = re.compile(r"(?<![\w.,])[-+(\d]")
_TOTAL = re.compile(r"\W*(celkov\w*\s+množstv\w*|celkem\b)", re.IGNORECASE)
_COEFFICIENT = re.compile(r"'\s*přepočt|'.*koeficient", re.IGNORECASE)
_SUBTOTAL = re.compile(r"\W*mezisouč", re.IGNORECASE)
_PARTED = re.compile(r"(?<=\d)\s*([.,])\s+(?=\d)")


@dataclass(frozen=True, slots=True)
class LineResult:
    """One line evaluated: `printed` is what the document says, `computed` what the expression gives.

    `computed` is None where the line has nothing to compute or names something that the document does not explain
    (`reason` says which).
    """

    printed: Decimal | None
    computed: Decimal | None
    kind: MeasurementKind
    reason: str = ""

    @property
    def value(self) -> Decimal | None:
        """The printed value, else the computed one."""
        return self.printed if self.printed is not None else self.computed

    @property
    def agrees(self) -> bool:
        """Whether the expression gives the printed value, within `LINE_TOLERANCE`."""
        if self.printed is None or self.computed is None:
            return True
        return _agree(self.printed, self.computed)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a line's text holds."""

    expression: str
    printed: Decimal | None
    label: str
    total: bool
    form: bool


def _result(line: Measurement) -> re.Match[str] | None:
    """The `= result [A]` ending of a line.

    None where the value column says otherwise, and where the sign stands in a comment that was never closed
    (`1"Kvs=4`), unless a letter in brackets follows.
    """
    match = _RESULT.match(line.text)
    if match is None or (line.value is not None and parse_amount(match["result"]).value != line.value):
        return None
    if match["label"] is None and match["left"].count('"') % 2:
        return None
    return match


def _parts(line: Measurement) -> _Parts:
    """Take a line apart: the expression, the result behind `=`, the letter in brackets."""
    match = _result(line)
    if match is None:
        total = line.kind is MeasurementKind.TOTAL or bool(_TOTAL.match(line.text))
        return _Parts(line.expression or line.text, line.value, line.label or "", total, form=False)
    printed = parse_amount(match["result"]).value
    total = bool(_TOTAL.match(match["left"]))
    left = match["left"]
    left = left.replace('"', " ") if left.count('"') % 2 else strip_comments(left)  # inches open no comment here
    return _Parts(left, printed, match["label"] or line.label or "", total, form=True)


def _computed(parts: _Parts, names: Mapping[str, Decimal]) -> tuple[Decimal | None, str]:
    """The value of a line's expression.  In forms (`… = result`) words may stand before it."""
    plain = strip_comments(parts.expression)
    if not any(sign.isalnum() for sign in plain):
        return None, "text"
    try:
        return evaluate(parts.expression, names), ""
    except ExpressionError as error:
        reason = str(error)
    if _PARTED.search(plain):
        try:
            return evaluate(_PARTED.sub(r"\1", parts.expression), names), ""  # a number broken over two lines
        except ExpressionError as error:
            reason = str(error)
    return (_computed_tail(plain, parts.printed, names) if parts.form else None), reason


def _computed_tail(plain: str, printed: Decimal | None, names: Mapping[str, Decimal]) -> Decimal | None:
    """The longest computable end of a text that gives the printed value, else the longest computable end.

    `etapa 2 - 5*3 = 15`: where the words end and the expression begins is not marked, so a reading that agrees wins.
    """
    longest: Decimal | None = None
    for match in _START.finditer(plain):
        try:
            value = evaluate(plain[match.start() :], names)
        except ExpressionError:
            continue
        if printed is not None and _agree(printed, value):
            return value
        if longest is None:
            longest = value
    return longest


def _agree(printed: Decimal, computed: Decimal) -> bool:
    """Within `LINE_TOLERANCE`."""
    return abs(printed - computed) <= LINE_TOLERANCE


def evaluate_lines(
    lines: Sequence[Measurement], names: Mapping[str, Decimal] | None = None, *, places: int | None = None
) -> tuple[LineResult, ...]:
    """Evaluate a position's lines in order.  `names` are figures known from elsewhere in the document.

    Subtotals and totals are recomputed from the lines above them.  `places` rounds every expression's value, for
    documents that state no values but say that they round them.
    """
    known = {name.casefold(): value for name, value in (names or {}).items()}
    results: list[LineResult] = []
    group = whole = Decimal(0)
    for line in lines:
        parts = _parts(line)
        computed: Decimal | None
        if line.kind in {MeasurementKind.SUBTOTAL, MeasurementKind.TOTAL} and _result(line) is None:
            computed = group if line.kind is MeasurementKind.SUBTOTAL else whole
            results.append(LineResult(line.value, computed, line.kind))
            group = Decimal(0)
            continue
        if line.kind is MeasurementKind.TEXT and parts.printed is None:
            results.append(LineResult(None, None, MeasurementKind.TEXT, "text"))
            continue
        computed, reason = _computed(parts, known)
        if computed is not None and places is not None:
            computed = round_half_up(computed, places)
        if parts.total and computed is None:
            computed, reason = whole, ""
        kind = MeasurementKind.TOTAL if parts.total else line.kind
        if parts.form and not parts.total:
            # a form writes the sum out: `"Mezisoučet "472 = 472,000 [C]`
            kind = MeasurementKind.SUBTOTAL if _SUBTOTAL.match(line.text) else MeasurementKind.EXPRESSION
        results.append(LineResult(parts.printed, computed, kind, reason))
        value = parts.printed if parts.printed is not None else computed
        if value is None:
            continue
        if parts.label:
            known[parts.label.casefold()] = value
        if kind is MeasurementKind.SUBTOTAL:
            group = Decimal(0)
        elif not parts.total:
            group += value
            whole += value
    return tuple(results)


def measured_quantity(
    lines: Sequence[Measurement],
    names: Mapping[str, Decimal] | None = None,
    printed: Decimal | None = None,
    results: Sequence[LineResult] | None = None,
) -> Decimal | None:
    """The quantity the measurement gives; None where it gives none.

    KROS: the sum of the lines marked as taken; if there are none, of the expression lines; a coefficient line
    (`'Přepočtené koeficientem množství`) alone decides.  Forms: the line `Celkové množství`, else a last line that
    goes on computing with the letters above it (`C*6 = 2832,000 [D]`), else the sum of the results.

    A print does not show the marks: expressions below a total then replace it or do not.  Where one of the two gives
    the `printed` quantity, that one is meant.  `results` are those of `evaluate_lines` where they are known already.
    """
    if results is None:
        results = evaluate_lines(lines, names)
    if not results:
        return None
    for line, result in zip(lines, results, strict=True):
        if _COEFFICIENT.search(line.text):
            return result.value
    if any(line.taken for line in lines):
        return _added([result for line, result in zip(lines, results, strict=True) if line.taken])
    totals = [place for place, result in enumerate(results) if _is_total(result)]
    if totals:
        below = _added([result for result in results[totals[-1] + 1 :] if result.kind is MeasurementKind.EXPRESSION])
        meant = below is not None and printed is not None and gives(below, printed)
        return below if meant else results[totals[-1]].printed
    if _builds_on(lines):
        return results[-1].value
    return _added([result for result in results if result.kind is MeasurementKind.EXPRESSION])


def _is_total(result: LineResult) -> bool:
    return result.kind is MeasurementKind.TOTAL and result.printed is not None


def gives(measured: Decimal, quantity: Decimal) -> bool:
    """Whether a measurement gives a printed quantity: within half of its last decimal (two or three) and rounding."""
    places = max(2, min(3, decimals(quantity)))
    return abs(quantity - measured) <= Decimal(5).scaleb(-places - 1) + Decimal("0.001")


def _builds_on(lines: Sequence[Measurement]) -> bool:
    """Whether a form's last line computes with the letter of a line above."""
    last = _parts(lines[-1])
    if not last.label and not last.form:
        return False
    letters = {parts.label.casefold() for line in lines[:-1] if (parts := _parts(line)).label and len(parts.label) < 4}
    return bool(letters & names_in(last.expression))


def _added(results: Sequence[LineResult]) -> Decimal | None:
    values = [value for result in results if (value := result.value) is not None]
    return sum(values, Decimal(0)) if values else None
