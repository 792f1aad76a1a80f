"""Formulas as far as their stored results can be brought up to date without a spreadsheet program.

What budgets are made of: arithmetic, comparisons, references, SUM, SUMIF(S), ROUND, IF and a few more.  Anything else
raises `Unknown`: nothing is guessed.  Numbers are binary floats and ROUND rounds half away from zero over fifteen
digits, as the programs do.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from estimator_desktop.domain.numbers import round_half_up

Value = float | str | bool | None
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_SHEET = r"(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
_TOKEN = re.compile(
    r"\s*(?:"
    r'(?P<text>"(?:[^"]|"")*")'
    rf"|{_SHEET}(?P<area>\$?[A-Z]{{1,3}}\$?\d+(?::\$?[A-Z]{{1,3}}\$?\d+)?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?\d+:\$?\d+)"
    r"(?![\w(])"
    r"|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<call>[A-Za-z][\w.]*)\("
    r"|(?P<name>[^\W\d][\w.]*)"
    r"|(?P<error>#[A-Z0-9/]+[!?]?)"
    r"|(?P<sign><=|>=|<>|[-+*/^&=<>(),%])"
    r")"
)
_CORNER = re.compile(r"(\$?)([A-Z]{1,3})?(\$?)(\d+)?")


_PRODUCTS = frozenset({"a*a", "ROUNDa*a,n)", "ROUNDa*a,a)"})


class Unknown(Exception):
    """The formula holds something that is not understood here."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, rows and columns from 1; `fixed` says which of the four edges a `$` holds in place."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    fixed: tuple[bool, bool, bool, bool] = (True, True, True, True)

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.top == self.bottom and self.left == self.right

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def moved(self, rows: int, columns: int) -> Area:
        """The area as a formula copied so far down and right means it."""
        top, left, bottom, right = self.fixed
        return replace(
            self,
            top=self.top + (0 if top else rows),
            left=self.left + (0 if left else columns),
            bottom=self.bottom + (0 if bottom else rows),
            right=self.right + (0 if right else columns),
        )


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula: `kind` is number, text, area, call, name, error or sign."""

    kind: str
    text: str
    area: Area | None = None


Formula = tuple[Token, ...]


def column_number(letters: str) -> int:
    """The number of a column from 1: `A` 1, `AA` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def parsed(text: str, home: str, names: Mapping[str, str]) -> Formula:
    """The pieces of a formula that stands on the sheet `home`.  Raises Unknown."""
    found: list[Token] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Unknown(text[at : at + 20])
        at = match.end()
        if match["area"]:
            sheet = match["sheet"]
            sheet = home if sheet is None else sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            found.append(Token("area", match["area"], _area(match["area"], sheet)))
        elif match["name"]:
            found += _named(match["name"], home, names)
        else:
            kind = next(kind for kind in ("text", "number", "call", "error", "sign") if match[kind])
            found.append(Token(kind, match[kind]))
    return tuple(found)


def _named(name: str, home: str, names: Mapping[str, str]) -> Sequence[Token]:
    if name.upper() in {"TRUE", "FALSE"}:
        return (Token("name", name.upper()),)
    meant = names.get(name.casefold())
    if meant is None:
        raise Unknown(name)
    inside = parsed(meant, home, {})  # a name that means another name is left alone
    if len(inside) != 1:
        raise Unknown(name)
    return inside


def _area(text: str, sheet: str) -> Area:
    first, _, second = text.partition(":")
    one, other = _CORNER.fullmatch(first), _CORNER.fullmatch(second or first)
    if one is None or other is None:
        raise Unknown(text)
    edges = (
        int(one[4]) if one[4] else 1,
        column_number(one[2]) if one[2] else 1,
        int(other[4]) if other[4] else LAST_ROW,
        column_number(other[2]) if other[2] else LAST_COLUMN,
    )
    fixed = (bool(one[3]), bool(one[1]), bool(other[3]), bool(other[1]))
    if one[2] is None:  # whole rows: the `$` before a row is the first one matched
        fixed = (bool(one[1]), True, bool(other[1]), True)
    if one[4] is None:
        fixed = (True, bool(one[1]), True, bool(other[1]))
    return Area(sheet, *edges, fixed)


def moved(formula: Formula, rows: int, columns: int) -> Formula:
    """A shared formula as it stands so far from where it is written."""
    return tuple(replace(token, area=token.area.moved(rows, columns)) if token.area else token for token in formula)


def areas(formula: Formula) -> Iterator[Area]:
    """What a formula looks at."""
    return (token.area for token in formula if token.area is not None)


def product_of(formula: Formula) -> tuple[Area, Area] | None:
    """The two cells that a formula multiplies and perhaps rounds; None where it does anything else."""
    shape = "".join(token.text.upper() if token.kind in {"call", "sign"} else token.kind[0] for token in formula)
    found = [token.area for token in formula if token.area is not None]
    if shape not in _PRODUCTS or not all(area.single for area in found):
        return None
    return found[0], found[1]


def evaluate(formula: Formula, cells: Callable[[Area], Sequence[Value]]) -> Value:
    """The formula's value; `cells` gives those of an area, row by row.  Raises Unknown."""
    reader = _Parser(formula, cells)
    thunk = reader.comparison()
    if reader.at != len(formula):
        raise Unknown(str(reader.at))
    value = thunk()
    return 0.0 if isinstance(value, _Range) and value.alone is None else _plain(value)


class _Range(tuple[Value, ...]):
    """The values of an area."""

    __slots__ = ()

    @property
    def alone(self) -> Value:
        """The one cell's value.  Raises Unknown where there are several."""
        if len(self) != 1:
            raise Unknown("area")
        return self[0]


_Thunk = Callable[[], "Value | _Range"]


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

    def comparison(self) -> _Thunk:
        left = self._joined()
        while sign := self._sign("=", "<>", "<=", ">=", "<", ">"):
            left = _compared(sign, left, self._joined())
        return left

    def _joined(self) -> _Thunk:
        left = self._sum()
        while self._sign("&"):
            left = _concatenated(left, self._sum())
        return left

    def _sum(self) -> _Thunk:
        left = self._product()
        while sign := self._sign("+", "-"):
            left = _computed(operator.add if sign == "+" else operator.sub, left, self._product())
        return left

    def _product(self) -> _Thunk:
        left = self._power()
        while sign := self._sign("*", "/"):
            left = _computed(operator.mul if sign == "*" else _divided, left, self._power())
        return left

    def _power(self) -> _Thunk:
        left = self._signed()
        while self._sign("^"):
            left = _computed(_raised, left, self._signed())
        return left

    def _signed(self) -> _Thunk:
        if sign := self._sign("-", "+"):
            inner = self._signed()
            return _computed(operator.sub if sign == "-" else operator.add, lambda: 0.0, inner)
        found = self._primary()
        while self._sign("%"):
            found = _computed(operator.truediv, found, lambda: 100.0)
        return found

    def _primary(self) -> _Thunk:
        if self.at >= len(self._formula):
            raise Unknown("end")
        token = self._formula[self.at]
        self.at += 1
        if token.area is not None:
            area = token.area
            return lambda: _Range(self._cells(area))
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

    def _call(self, name: str) -> _Thunk:
        function = _FUNCTIONS.get(name)
        if function is None:
            raise Unknown(name)
        arguments: list[_Thunk] = []
        if not self._sign(")"):
            arguments.append(self.comparison())
            while self._sign(","):
                arguments.append(self.comparison())
            if not self._sign(")"):
                raise Unknown(name)
        return lambda: function(arguments)


def _plain(value: Value | _Range) -> Value:
    return value.alone if isinstance(value, _Range) else value


def _number(value: Value | _Range) -> float:
    value = _plain(value)
    if isinstance(value, str):
        raise Unknown("text for a number")
    return float(value or 0)


def _computed(function: Callable[[float, float], float], left: _Thunk, right: _Thunk) -> _Thunk:
    return lambda: function(_number(left()), _number(right()))


def _divided(left: float, right: float) -> float:
    if right == 0:
        raise Unknown("division by zero")
    return left / right


def _raised(left: float, right: float) -> float:
    try:
        return float(left**right)
    except (ArithmeticError, TypeError) as error:
        raise Unknown("power") from error


def _concatenated(left: _Thunk, right: _Thunk) -> _Thunk:
    def joined() -> Value:
        one, other = _plain(left()), _plain(right())
        if not isinstance(one, str | None) or not isinstance(other, str | None):
            raise Unknown("number as text")
        return (one or "") + (other or "")

    return joined


_ORDERS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def _compared(sign: str, left: _Thunk, right: _Thunk) -> _Thunk:
    def found() -> Value:
        one, other = _plain(left()), _plain(right())
        if sign in {"=", "<>"}:
            return _equal(one, other) == (sign == "=")
        if isinstance(one, str) or isinstance(other, str):
            raise Unknown("order of texts")
        return _ORDERS[sign](float(one or 0), float(other or 0))

    return found


def _equal(one: Value, other: Value) -> bool:
    if one is None or other is None:
        filled = other if one is None else one
        return filled is None or filled == "" or (not isinstance(filled, str) and float(filled) == 0)
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return type(one) is type(other) and one == other


def _numbers(arguments: Sequence[_Thunk]) -> Iterator[float]:
    """The numbers of a list of arguments: texts and truths in areas do not count."""
    for argument in arguments:
        value = argument()
        if isinstance(value, _Range):
            yield from (item for item in value if isinstance(item, float))
        else:
            yield _number(value)


def _two(arguments: Sequence[_Thunk]) -> tuple[_Thunk, _Thunk]:
    if len(arguments) != 2:
        raise Unknown("arguments")
    return arguments[0], arguments[1]


def _round(arguments: Sequence[_Thunk]) -> Value:
    what, places = _two(arguments)
    return float(round_half_up(Decimal(f"{_number(what()):.15g}"), int(_number(places()))))


def _if(arguments: Sequence[_Thunk]) -> Value | _Range:
    if len(arguments) not in {2, 3}:
        raise Unknown("arguments")
    if _truth(arguments[0]()):
        return arguments[1]()
    return arguments[2]() if len(arguments) == 3 else False


def _truth(value: Value | _Range) -> bool:
    return bool(_number(value))


def _sumif(arguments: Sequence[_Thunk]) -> Value:
    if len(arguments) not in {2, 3}:
        raise Unknown("arguments")
    return _sumifs([arguments[-1] if len(arguments) == 3 else arguments[0], *arguments[:2]])


def _sumifs(arguments: Sequence[_Thunk]) -> Value:
    summed = arguments[0]() if arguments else None
    if not isinstance(summed, _Range) or len(arguments) % 2 == 0:
        raise Unknown("arguments")
    wanted = [True] * len(summed)
    for place in range(1, len(arguments), 2):
        looked, rule = arguments[place](), _plain(arguments[place + 1]())
        if not isinstance(looked, _Range) or len(looked) != len(summed):
            raise Unknown("areas of different size")
        wanted = [before and _meets(item, rule) for before, item in zip(wanted, looked, strict=True)]
    return sum((item for item, on in zip(summed, wanted, strict=True) if on and isinstance(item, float)), 0.0)


def _meets(item: Value, rule: Value) -> bool:
    if isinstance(rule, str):
        if not rule or rule[0] in "<>=" or set(rule) & set("*?~"):
            raise Unknown("condition")
        if isinstance(item, float):
            return rule == f"{Decimal(repr(item)).normalize():f}"
        return isinstance(item, str) and item.casefold() == rule.casefold()
    if rule is None:
        raise Unknown("condition")
    return type(item) is type(rule) and item == rule


_FUNCTIONS: Mapping[str, Callable[[Sequence[_Thunk]], Value | _Range]] = {
    "SUM": lambda arguments: sum(_numbers(arguments), 0.0),
    "ROUND": _round,
    "IF": _if,
    "SUMIF": _sumif,
    "SUMIFS": _sumifs,
    "ABS": lambda arguments: abs(_number(arguments[0]())),
    "MAX": lambda arguments: max(_numbers(arguments), default=0.0),
    "MIN": lambda arguments: min(_numbers(arguments), default=0.0),
    "AND": lambda arguments: all(_truth(argument()) for argument in arguments),
    "OR": lambda arguments: any(_truth(argument()) for argument in arguments),
    "NOT": lambda arguments: not _truth(arguments[0]()),
}
