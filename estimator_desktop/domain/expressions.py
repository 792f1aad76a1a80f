"""The small language of measurement lines, evaluated with decimals by a parser of its own.

Grammar, from the KROS field specification and real lines: numbers with decimal comma or point; + - * / ^ and brackets;
`"comments"` (the closing quote may be missing) and a trailing `'comment`; figures and lettered rows as
case-insensitive names; pi; sqrt, cos, sin, tan, abs, round, int, min, max.  Angles are in degrees.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from estimator_desktop.domain.decimals import LARGEST

MAX_LENGTH = 4000
"""Signs an expression may have."""
MAX_DEPTH = 60
"""Brackets that may be open at once."""
_PLACES = 28
_COMMENT = re.compile(r"\"[^\"]*(?:\"|$)")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:[.,]\d+)?|[.,]\d+)|(?P<name>[^\W\d_]\w*)|(?P<sign>\*\*|[-+*/^();]|\[|\]|\{|\}|×|·|:))"
)
_SIGNS = {"**": "^", "×": "*", "·": "*", ":": "/", "[": "(", "{": "(", "]": ")", "}": ")"}
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " "})

Number = Decimal
_Function = Callable[..., Decimal]


class ExpressionError(ValueError):
    """The text is no expression of the grammar, names something unknown, or cannot be computed."""


def strip_comments(text: str) -> str:
    """The computed part of a line: quoted comments and a trailing `'comment` removed."""
    plain = _COMMENT.sub(" ", text.translate(_MINUS))
    return plain.split("'", 1)[0].strip()


def evaluate(expression: str, names: Mapping[str, Decimal] | None = None) -> Decimal:
    """The expression's value.

    `names` gives figures and lettered rows their values; names are looked up in lower case.  Raises ExpressionError.
    """
    text = strip_comments(expression)
    if not text:
        raise ExpressionError("empty")
    if len(text) > MAX_LENGTH:
        raise ExpressionError("too long")
    with localcontext() as context:
        context.prec = _PLACES
        try:
            value = _Parser(text, names or {}).parse()
        except (DivisionByZero, InvalidOperation, Overflow) as error:
            raise ExpressionError("cannot be computed") from error
    if not value.is_finite() or abs(value) >= LARGEST:  # 0^-1
        raise ExpressionError("cannot be computed")
    return value


def names_in(expression: str) -> frozenset[str]:
    """The figures and lettered rows an expression mentions, in lower case; functions and pi are none."""
    found = (match.group().casefold() for match in re.finditer(r"[^\W\d_]\w*", strip_comments(expression)))
    return frozenset(name for name in found if name not in _FUNCTIONS and name != "pi")


def has_names(expression: str) -> bool:
    """Whether the expression mentions anything but numbers, functions and pi."""
    return bool(names_in(expression))


class _Parser:
    """Recursive descent over tokens: sum > product > power > unary > atom."""

    def __init__(self, text: str, names: Mapping[str, Decimal]) -> None:
        self._tokens = _tokens(text)
        self._place = 0
        self._depth = 0
        self._names = names

    def parse(self) -> Decimal:
        """The whole text as one expression."""
        value = self._sum()
        if self._place != len(self._tokens):
            raise ExpressionError(f"unexpected {self._tokens[self._place]}")
        return value

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self) -> str:
        piece = self._peek()
        self._place += 1
        return piece

    def _sum(self) -> Decimal:
        value = self._product()
        while self._peek() in {"+", "-"}:
            value = value + self._product() if self._take() == "+" else value - self._product()
        return value

    def _product(self) -> Decimal:
        value = self._unary()
        while self._peek() in {"*", "/"}:
            value = value * self._unary() if self._take() == "*" else value / self._unary()
        return value

    def _unary(self) -> Decimal:
        sign = 1
        while self._peek() in {"+", "-"}:
            sign = -sign if self._take() == "-" else sign
        return sign * self._power()

    def _power(self) -> Decimal:
        base = self._atom()
        if self._peek() != "^":
            return base
        self._take()
        self._enter()
        exponent = self._unary()
        self._depth -= 1
        if abs(exponent) > 100:
            raise ExpressionError("exponent too large")
        return base**exponent

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError("too deep")

    def _atom(self) -> Decimal:
        piece = self._take()
        if piece == "(":
            self._enter()
            value = self._sum()
            self._depth -= 1
            self._expect(")")
            return value
        if piece and (piece[0].isdigit() or piece[0] in ",."):
            return Decimal(piece.replace(",", "."))
        if piece and piece[0].isalpha():
            return self._named(piece.casefold())
        raise ExpressionError(f"unexpected {piece or 'end'}")

    def _named(self, name: str) -> Decimal:
        if name in _FUNCTIONS and self._peek() == "(":
            self._take()
            self._enter()
            arguments = [self._sum()]
            while self._peek() == ";":
                self._take()
                arguments.append(self._sum())
            self._depth -= 1
            self._expect(")")
            try:
                return _FUNCTIONS[name](*arguments)
            except TypeError as error:
                raise ExpressionError(f"{name}: wrong number of values") from error
        if name in self._names:
            return self._names[name]
        if name in _FUNCTIONS and self._peek() and (self._peek()[0].isalnum() or self._peek() in {"-", "+"}):
            self._enter()
            argument = self._unary()  # `cos 14`, as KROS users write it
            self._depth -= 1
            return _FUNCTIONS[name](argument)
        if name == "pi":
            return Decimal(repr(math.pi))
        raise ExpressionError(f"unknown name {name}")

    def _expect(self, piece: str) -> None:
        if self._take() != piece:
            raise ExpressionError(f"missing {piece}")


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise ExpressionError(f"unexpected {text[place:].strip()[:10]}")
        found = match[match.lastgroup or 0]
        tokens.append(_SIGNS.get(found, found))
        place = match.end()
    return tokens


def _round(value: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    if abs(places) > 20:
        raise ExpressionError("round: too many places")
    return value.quantize(Decimal(1).scaleb(-int(places)), rounding="ROUND_HALF_UP")


def _degrees(function: Callable[[float], float]) -> _Function:
    def apply(value: Decimal) -> Decimal:
        return Decimal(repr(function(math.radians(float(value)))))

    return apply


_FUNCTIONS: Mapping[str, _Function] = {
    "sqrt": lambda value: value.sqrt(),
    "cos": _degrees(math.cos),
    "sin": _degrees(math.sin),
    "tan": _degrees(math.tan),
    "abs": abs,
    "round": _round,
    "int": lambda value: value.to_integral_value(rounding="ROUND_FLOOR"),
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
}
