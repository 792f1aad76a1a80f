"""The columns of an object's sheet.  C to K are those of a KROS export, as are the hidden ones from AU and at BM."""

from __future__ import annotations

from dataclasses import dataclass

from estimator_desktop.domain.template import Column, Template

MARK, WORD, ORDINAL, TYPE, CODE, TEXT, UNIT, QUANTITY, PRICE, TOTAL, SYSTEM = range(11)
LEVEL, FLAG, NO_COEFFICIENT, TAKEN = 46, 47, 48, 49
IDENTITY = 64
KEYS = ("", "verdict", "ordinal", "row_type", "code", "description", "unit", "quantity", "unit_price", "total_price")
"""The machine's names of the first columns, in a hidden row, so that an edited sheet is understood in any language."""
TITLES = ("ordinal", "row_type", "code", "description", "unit", "quantity", "unit_price", "total")


@dataclass(frozen=True, slots=True)
class Extra:
    """A column beside the bill's own: its key in `texts`, width, and what shows it."""

    key: str
    width: float
    shown_by: Column
    price: bool = False


EXTRAS = (
    Extra("sheet.finding", 48, Column.FINDINGS),
    Extra("sheet.match_code", 16, Column.MATCH),
    Extra("sheet.match_text", 60, Column.MATCH),
    Extra("sheet.match_level", 14, Column.MATCH),
    Extra("sheet.catalogue_price", 13, Column.MATCH, price=True),
    Extra("sheet.difference", 10, Column.MATCH, price=True),
    Extra("sheet.decision", 24, Column.DECISION),
    Extra("sheet.reason", 30, Column.DECISION),
    Extra("sheet.source", 20, Column.SOURCE),
)


def extras(template: Template) -> dict[str, int]:
    """Which extra columns a template shows, and where each stands."""
    shown = [item for item in EXTRAS if template.shows(item.shown_by) and (template.prices or not item.price)]
    return {item.key: SYSTEM + 1 + place for place, item in enumerate(shown)}
