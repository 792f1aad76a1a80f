"""Values, operators and functions.  What the programs compute differently or is not known here raises `Unknown`."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.writing.formulas.pieces import Unknown

Value = float | str | bool | None


class Range(tuple[Value, ...]):
    """The values of an area."""

    __slots__ = ()

    @property
    def alone(self) -> Value:
        """The one cell's value.  Raises Unknown where there are several."""
        if len(self) != 1:
            raise Unknown("area")
        return self[0]


Thunk = Callable[[], "Value | Range"]
"""Computed when it is asked for: IF leaves one of its branches alone."""


def plain(value: Value | Range) -> Value:
    """The value of one cell or expression.  Raises Unknown where it is an area of several."""
    return value.alone if isinstance(value, Range) else value


def _number(value: Value | Range) -> float:
    value = plain(value)
    if isinstance(value, str):
        raise Unknown("text for a number")
    return float(value or 0)


def computed(function: Callable[[float, float], float], left: Thunk, right: Thunk) -> Thunk:
    """Arithmetic of two numbers."""
    return lambda: function(_number(left()), _number(right()))


def divided(left: float, right: float) -> float:
    """Division.  Raises Unknown by zero."""
    if right == 0:
        raise Unknown("division by zero")
    return left / right


def raised(left: float, right: float) -> float:
    """A power.  Raises Unknown where it is no real number."""
    try:
        return float(left**right)
    except (ArithmeticError, TypeError) as error:
        raise Unknown("power") from error


def concatenated(left: Thunk, right: Thunk) -> Thunk:
    """Two texts in one."""

    def joined() -> Value:
        one, other = plain(left()), plain(right())
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


def compared(sign: str, left: Thunk, right: Thunk) -> Thunk:
    """A comparison as Excel and LibreOffice both do it."""

    def found() -> Value:
        one, other = plain(left()), plain(right())
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


def _numbers(arguments: Sequence[Thunk]) -> Iterator[float]:
    """The numbers of a list of arguments: texts and truths in areas do not count."""
    for argument in arguments:
        value = argument()
        if isinstance(value, Range):
            yield from (item for item in value if isinstance(item, float))
        else:
            yield _number(value)


def _two(arguments: Sequence[Thunk]) -> tuple[Thunk, Thunk]:
    if len(arguments) != 2:
        raise Unknown("arguments")
    return arguments[0], arguments[1]


def _round(arguments: Sequence[Thunk]) -> Value:
    what, places = _two(arguments)
    return float(round_half_up(Decimal(f"{_number(what()):.15g}"), int(_number(places()))))


def _if(arguments: Sequence[Thunk]) -> Value | Range:
    if len(arguments) not in {2, 3}:
        raise Unknown("arguments")
    if _truth(arguments[0]()):
        return arguments[1]()
    return arguments[2]() if len(arguments) == 3 else False


def _truth(value: Value | Range) -> bool:
    return bool(_number(value))


def _sumif(arguments: Sequence[Thunk]) -> Value:
    if len(arguments) not in {2, 3}:
        raise Unknown("arguments")
    return _sumifs([arguments[-1] if len(arguments) == 3 else arguments[0], *arguments[:2]])


def _sumifs(arguments: Sequence[Thunk]) -> Value:
    summed = arguments[0]() if arguments else None
    if not isinstance(summed, Range) or len(arguments) % 2 == 0:
        raise Unknown("arguments")
    wanted = [True] * len(summed)
    for place in range(1, len(arguments), 2):
        looked, rule = arguments[place](), plain(arguments[place + 1]())
        if not isinstance(looked, Range) or len(looked) != len(summed):
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


FUNCTIONS: Mapping[str, Callable[[Sequence[Thunk]], Value | Range]] = {
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
