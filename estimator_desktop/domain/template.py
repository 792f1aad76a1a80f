"""What an export shows: which columns and rows, with or without prices, under which names, in which language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from estimator_desktop.domain.verdict import Colour


class Column(StrEnum):
    """What may stand beside the columns of the bill itself."""

    VERDICT = "verdict"
    FINDINGS = "findings"
    MATCH = "match"
    DECISION = "decision"
    SOURCE = "source"
    MEASUREMENTS = "measurements"
    NOTES = "notes"


class Encoding(StrEnum):
    """Of text tables: UTF-8 with a mark that Excel understands, or the old Czech one."""

    UTF8 = "utf-8-sig"
    WINDOWS = "cp1250"


@dataclass(frozen=True, slots=True)
class Template:
    """How an export is to look.

    `only` keeps positions of these verdicts (empty: all).  `anonymised` leaves out every name of a job, object, file or
    sheet.  `encoding` is for CSV.
    """

    language: str = "cs"
    columns: tuple[Column, ...] = tuple(Column)
    prices: bool = True
    only: tuple[Colour, ...] = ()
    anonymised: bool = False
    encoding: Encoding = Encoding.UTF8

    @property
    def whole(self) -> bool:
        """Whether nothing of the bill is left out: only such a file restores the project when it is read back."""
        return self.prices and not self.only and not self.anonymised

    def shows(self, column: Column) -> bool:
        """Whether the column is wanted."""
        return column in self.columns


BUILT_IN: Mapping[str, Template] = {
    "full": Template(),
    "plain": Template(columns=(Column.MEASUREMENTS, Column.NOTES)),
    "problems": Template(
        columns=(Column.VERDICT, Column.FINDINGS, Column.MATCH, Column.DECISION, Column.SOURCE),
        only=(Colour.RED, Colour.AMBER),
    ),
    "blind": Template(prices=False),
    "anonymous": Template(anonymised=True),
}
"""The templates that come with the program, by name (`texts` has their titles)."""


SUFFIXES: Mapping[str, str] = {
    "xlsx": ".audit.xlsx",
    "json": ".audit.json",
    "csv": ".audit.csv",
    "unixml": ".unixml.xml",
    "gaeb": ".x84",
    "pdf": ".audit.pdf",
    "original": ".original.xlsx",
}
"""The formats an export can write, and how their files' names end."""
BESIDE: Mapping[str, tuple[str, ...]] = {"gaeb": (".x83",), "original": (".original.cells.csv",)}
"""What else some formats write, beside the file that is asked for."""
DEFAULT_FORMATS = ("xlsx", "json")


def file_names(stem: str, formats: Iterable[str]) -> tuple[str, ...]:
    """The names of all files that an export in some formats writes."""
    return tuple(f"{stem}{suffix}" for form in formats for suffix in (SUFFIXES[form], *BESIDE.get(form, ())))


@dataclass(frozen=True, slots=True)
class Order:
    """What an export is to write: formats (keys of `SUFFIXES`), how they look, and how the files' names begin.

    An empty `stem` is the document's own name.
    """

    formats: tuple[str, ...] = DEFAULT_FORMATS
    template: Template = Template()
    stem: str = ""
