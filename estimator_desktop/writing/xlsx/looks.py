"""How cells look, and writing text that can never become a formula."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet as Sheet

from estimator_desktop.domain.verdict import Colour

INK = {Colour.RED: "#B3261E", Colour.AMBER: "#8A5A00", Colour.GREEN: "#1B6E3C"}
TINT = {Colour.RED: "#FBEAE9", Colour.AMBER: "#FFF4DC", Colour.GREEN: "#E8F5EC"}
SOLID = {Colour.RED: "#C8372D", Colour.AMBER: "#E0A100", Colour.GREEN: "#2E8B57"}
"""The same in charts."""
LONGEST = 32_000
"""A cell holds 32 767 characters; some room is left for what other programs add."""
_FORMULA_SIGNS = frozenset("=+-@\t\r")
MONEY = "#,##0.00"
_MONEY_OR_EMPTY = '#,##0.00;-#,##0.00;""'
_QUANTITY = "#,##0.000##"


def _styles() -> dict[str, dict[str, object]]:
    top: dict[str, object] = {"valign": "top"}
    grey = {"font_color": "#5A6472", "italic": True, **top}
    head: dict[str, object] = {
        "bold": True,
        "bottom": 1,
        "bg_color": "#EEF1F5",
        "text_wrap": True,
        "valign": "vcenter",
    }
    named: dict[str, dict[str, object]] = {
        "title": {"bold": True, "font_size": 18},
        "subtitle": {"bold": True, "font_size": 12},
        "link": {"font_color": "#1F5FA8", "underline": 1, **top},
        "head": head,
        "head_number": {**head, "align": "center"},
        "label": {"font_color": "#5A6472", **top},
        "text": {"text_wrap": True, **top},
        "plain": top,
        "code": {"num_format": "@", **top},
        "centre": {"align": "center", **top},
        "quantity": {"num_format": _QUANTITY, **top},
        "money": {"num_format": MONEY, **top},
        "money_or_empty": {"num_format": _MONEY_OR_EMPTY, **top},
        "total": {"num_format": MONEY, "bold": True, "top": 1, **top},
        "percent": {"num_format": "0.0%", **top},
        "signed": {"num_format": "+0.0;-0.0;0.0", **top},
        "count": {"num_format": "#,##0", "align": "left", **top},
        "apart": {"text_wrap": True, "align": "left", "indent": 1, **top},
        "tally": {"num_format": "#,##0", "align": "center", **top},
        "object": {"bold": True, "font_size": 12, "top": 1},
        "object_money": {"bold": True, "font_size": 12, "top": 1, "num_format": MONEY},
        "section": {"bold": True},
        "section_money": {"bold": True, "num_format": _MONEY_OR_EMPTY},
        "child": {"text_wrap": True, **grey},
        "child_number": {"num_format": _QUANTITY, **grey},
    }
    for colour in Colour:
        style = {"font_color": INK[colour], "bg_color": TINT[colour], **top}
        named[f"mark_{colour.value}"] = {**style, "align": "center"}
        named[f"word_{colour.value}"] = {**style, "bold": True}
        named[f"tally_{colour.value}"] = {**style, "bold": True, "align": "center"}
        named[f"note_{colour.value}"] = {"font_color": INK[colour], "text_wrap": True, **top}
    return named


class Looks:
    """The formats of one workbook, by name."""

    def __init__(self, workbook: Workbook) -> None:
        styles = _styles()
        self._formats: Mapping[str, Format] = {name: workbook.add_format(style) for name, style in styles.items()}
        self._quoted: Mapping[str, Format] = {
            name: workbook.add_format({**style, "quote_prefix": True}) for name, style in styles.items()
        }

    def __getitem__(self, name: str) -> Format:
        return self._formats[name]

    def text(self, sheet: Sheet, row: int, column: int, words: str, look: str = "plain") -> None:
        """Write text as text.  Text that begins like a formula also carries the mark that keeps it one when edited."""
        if words:
            sheet.write_string(row, column, words[:LONGEST], self.of(words, look))

    def of(self, words: str, look: str) -> Format:
        """The format for a text."""
        quoted = words[:1] in _FORMULA_SIGNS
        return (self._quoted if quoted else self._formats)[look]
