"""Decimal numbers rounded and written as people of a language write them."""

from __future__ import annotations

from decimal import Context, Decimal, InvalidOperation

NARROW_GAP = "\u00a0"
LARGEST = Decimal(10) ** 15
"""From here on a number is no quantity and no price of a building: a damaged or hostile document, kept as text."""


def format_decimal(value: Decimal, places: int | None = None, language: str = "cs") -> str:
    """Write a number as people of the language read it: `1 234,50` with no-break spaces, or `1,234.50`.

    `places` rounds half up to that many decimals; None writes those the value has, trailing zeros dropped.
    """
    exact = f"{value.normalize():f}" if value else "0"
    text = exact if places is None else f"{round_half_up(value, places):f}"
    sign = "-" if text.startswith("-") else ""
    whole, _, rest = text.lstrip("-").partition(".")
    if not whole.strip("0") and not rest.strip("0"):
        sign = ""
    group, point = (",", ".") if language == "en" else (NARROW_GAP, ",")
    grouped = f"{Decimal(whole):,f}".replace(",", group)
    return f"{sign}{grouped}{point}{rest}" if rest else f"{sign}{grouped}"


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round as spreadsheets and people do: half away from zero.  A number of any length keeps all its digits."""
    step = Decimal(1).scaleb(-places)
    try:
        return value.quantize(step, rounding="ROUND_HALF_UP")
    except InvalidOperation:  # more digits than the usual arithmetic holds: only nonsense in a document is as long
        return value.quantize(step, "ROUND_HALF_UP", Context(prec=value.adjusted() + places + 2))


def decimals(value: Decimal) -> int:
    """How many decimals the value is written with (0 for whole numbers)."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
