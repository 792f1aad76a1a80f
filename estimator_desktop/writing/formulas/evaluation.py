"""The value of a formula."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

from estimator_desktop.writing.formulas.functions import (
    FUNCTIONS,
    Range,
    Thunk,
    Value,
    compared,
    computed,
    concatenated,
    divided,
    plain,
    raised,
)
from estimator_desktop.writing.formulas.pieces import Area, Formula, Unknown


def evaluate(formula: Formula, cells: Callable[[Area], Sequence[Value]]) -> Value:
    """The formula's value; `cells` gives those of an area, row by row.  Raises Unknown."""
    reader = _Parser(formula, cells)
    thunk = reader.comparison()
    if reader.at != len(formula):
        raise Unknown(str(reader.at))
    value = thunk()
    return 0.0 if isinstance(value, Range) and value.alone is None else plain(value)


class _Parser:
    """Recursive descent over the pieces; what is parsed is computed only when it is asked for (IF)."""

    def __init__(self, formula: Formula, cells: Callable[[Area], Sequence[Value]]) -> None:
        self._formula = formula
        self._cells = cells
        self.at = 0

    def _sign(self, *wanted: str) -> str:
        if self.at < len(self._formula):
            token = self._formula[self.at]
            if token.kind == "sign" and token.text in wanted:
                self.at += 1
                return token.text
        return ""

    def comparison(self) -> Thunk:
        left = self._joined()
        while sign := self._sign("=", "<>", "<=", ">=", "<", ">"):
            left = compared(sign, left, self._joined())
        return left

    def _joined(self) -> Thunk:
        left = self._sum()
        while self._sign("&"):
            left = concatenated(left, self._sum())
        return left

    def _sum(self) -> Thunk:
        left = self._product()
        while sign := self._sign("+", "-"):
            left = computed(operator.add if sign == "+" else operator.sub, left, self._product())
        return left

    def _product(self) -> Thunk:
        left = self._power()
        while sign := self._sign("*", "/"):
            left = computed(operator.mul if sign == "*" else divided, left, self._power())
        return left

    def _power(self) -> Thunk:
        left = self._signed()
        while self._sign("^"):
            left = computed(raised, left, self._signed())
        return left

    def _signed(self) -> Thunk:
        if sign := self._sign("-", "+"):
            inner = self._signed()
            return computed(operator.sub if sign == "-" else operator.add, lambda: 0.0, inner)
        found = self._primary()
        while self._sign("%"):
            found = computed(operator.truediv, found, lambda: 100.0)
        return found

    def _primary(self) -> Thunk:
        if self.at >= len(self._formula):
            raise Unknown("end")
        token = self._formula[self.at]
        self.at += 1
        if token.area is not None:
            area = token.area
            return lambda: Range(self._cells(area))
        if token.kind == "number":
            number = float(token.text)
            return lambda: number
        if token.kind == "text":
            text = token.text[1:-1].replace('""', '"')
            return lambda: text
        if token.kind == "name":
            return lambda: token.text == "TRUE"
        if token.kind == "call":
            return self._call(token.text.upper())
        if token.text == "(":
            inner = self.comparison()
            if not self._sign(")"):
                raise Unknown("(")
            return inner
        raise Unknown(token.text)

    def _call(self, name: str) -> Thunk:
        function = FUNCTIONS.get(name)
        if function is None:
            raise Unknown(name)
        arguments: list[Thunk] = []
        if not self._sign(")"):
            arguments.append(self.comparison())
            while self._sign(","):
                arguments.append(self.comparison())
            if not self._sign(")"):
                raise Unknown(name)
        return lambda: function(arguments)
