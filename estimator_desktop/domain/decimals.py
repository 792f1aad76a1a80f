"""Decimal numbers rounded and written as people of a language write them."""

from __future__ import annotations

from decimal import Decimal

NARROW_GAP = "\u00a0"


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
    grouped = f"{int(whole):,}".replace(",", group)
    return f"{sign}{grouped}{point}{rest}" if rest else f"{sign}{grouped}"


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round as spreadsheets and people do: half away from zero."""
    step = Decimal(1).scaleb(-places)
    return value.quantize(step, rounding="ROUND_HALF_UP")


def decimals(value: Decimal) -> int:
    """How many decimals the value is written with (0 for whole numbers)."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
