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
from estimator_desktop.domain.expressions import ExpressionError, evaluate, strip_comments
from estimator_desktop.domain.numbers import decimals, parse_amount

_RESULT = re.compile(r"^(?P<left>.*?)=\s*(?P<result>-?[\d\u00a0\u202f ]+(?:[.,]\d+)?)\s*(?:\[(?P<label>\w{1,3})\])?\s*$", re.DOTALL)
_TAIL = re.compile(r"[-+(\d][\d\s.,+\-*/^()]*$")
_TOTAL = re.compile(r"\W*(celkov\w*\s+množstv\w*|celkem\b)", re.IGNORECASE)
_COEFFICIENT = re.compile(r"'\s*přepočt|'.*koeficient", re.IGNORECASE)
HALF = Decimal("0.5")


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
    def agrees(self) -> bool:
        """Whether the expression gives the printed value, within half of the value's last printed decimal."""
        if self.printed is None or self.computed is None:
            return True
        places = max(2, min(3, decimals(self.printed)))
        return abs(self.printed - self.computed) <= Decimal(1).scaleb(-places) * Decimal("0.5000001")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a line's text holds."""

    expression: str
    printed: Decimal | None
    label: str
    total: bool


def _parts(line: Measurement) -> _Parts:
    """Take a line apart: the expression, the result behind `=`, the letter in brackets."""
    match = _RESULT.match(line.text)
    if match is None:
        return _Parts(line.expression or line.text, line.value, line.label or "", line.kind is MeasurementKind.TOTAL)
    printed = parse_amount(match["result"]).value
    total = bool(_TOTAL.match(match["left"]))
    left = strip_comments(match["left"])
    return _Parts(left, printed, match["label"] or line.label or "", total)


def _computed(expression: str, names: Mapping[str, Decimal]) -> tuple[Decimal | None, str]:
    """The value of an expression that may have words before it."""
    if not any(sign.isdigit() or sign.isalpha() for sign in strip_comments(expression)):
        return None, "text"
    try:
        return evaluate(expression, names), ""
    except ExpressionError as error:
        tail = _TAIL.search(strip_comments(expression))
        if tail and any(sign.isdigit() for sign in tail.group()):
            try:
                return evaluate(tail.group(), names), ""
            except ExpressionError:
                return None, str(error)
        return None, str(error)


def evaluate_lines(lines: Sequence[Measurement], names: Mapping[str, Decimal] | None = None) -> tuple[LineResult, ...]:
    """Evaluate a position's lines in order.  `names` are figures known from elsewhere in the document.

    Subtotals and totals are recomputed from the lines above them.
    """
    known = {name.casefold(): value for name, value in (names or {}).items()}
    results: list[LineResult] = []
    group = whole = Decimal(0)
    for line in lines:
        parts = _parts(line)
        if line.kind in {MeasurementKind.SUBTOTAL, MeasurementKind.TOTAL} and _RESULT.match(line.text) is None:
            computed = group if line.kind is MeasurementKind.SUBTOTAL else whole
            results.append(LineResult(line.value, computed, line.kind))
            group = Decimal(0)
            continue
        if line.kind is MeasurementKind.TEXT and parts.printed is None:
            results.append(LineResult(None, None, MeasurementKind.TEXT, "text"))
            continue
        computed, reason = _computed(parts.expression, known)
        kind = MeasurementKind.TOTAL if parts.total else line.kind
        results.append(LineResult(parts.printed, computed, kind, reason))
        value = parts.printed if parts.printed is not None else computed
        if value is None:
            continue
        if parts.label:
            known[parts.label.casefold()] = value
        if not parts.total and line.taken is not None or not parts.total:
            group += value
            whole += value
    return tuple(results)


def measured_quantity(lines: Sequence[Measurement], names: Mapping[str, Decimal] | None = None) -> Decimal | None:
    """The quantity the measurement gives; None where it gives none.

    KROS: the sum of the lines marked as taken; if there are none, of the expression lines; a coefficient line
    (`'Přepočtené koeficientem množství`) alone decides.  Forms: the line `Celkové množství`, else the sum of the
    results.
    """
    results = evaluate_lines(lines, names)
    if not results:
        return None
    for line, result in zip(lines, results, strict=True):
        if _COEFFICIENT.search(line.text):
            return result.printed if result.printed is not None else result.computed
    flagged = [result for line, result in zip(lines, results, strict=True) if line.taken]
    if any(line.taken is not None for line in lines) and flagged:
        return _added(flagged)
    totals = [result for result in results if result.kind is MeasurementKind.TOTAL and result.printed is not None]
    if totals:
        return totals[-1].printed
    return _added([result for result in results if result.kind is MeasurementKind.EXPRESSION])


def _added(results: Sequence[LineResult]) -> Decimal | None:
    values = [
        value for result in results if (value := result.printed if result.printed is not None else result.computed) is not None
    ]
    return sum(values, Decimal(0)) if values else None
