"""One table of what the benchmarks found: each of them hands over its figures, `bench.py` collects and writes them.

A figure is handed over as a line of JSON in the file that ESTIMATOR_BENCH_FIGURES names; without it nothing is kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

VARIABLE = "ESTIMATOR_BENCH_FIGURES"
BEGIN, END = "<!-- table of make bench: begin -->", "<!-- table of make bench: end -->"
_HEAD = ("| benchmark | what | figure | asked | kept | beside, in the same run |", "|---|---|---|---|---|---|")


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table.  `kept` is None where nothing is asked; `peer` is what stood beside in the same run."""

    what: str
    figure: str
    asked: str = ""
    kept: bool | None = None
    peer: str = ""


def tell(*figures: Figure) -> None:
    """Hand figures over to the table."""
    place = os.environ.get(VARIABLE)
    if place:
        with Path(place).open("a", encoding="utf-8") as stream:
            stream.writelines(json.dumps(asdict(figure), ensure_ascii=False) + "\n" for figure in figures)


def told(place: Path) -> tuple[Figure, ...]:
    """What was handed over."""
    lines = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
    return tuple(Figure(**json.loads(line)) for line in lines)


def rows(name: str, figures: Iterable[Figure]) -> list[str]:
    """Lines of the table for one benchmark."""
    said = {None: "", True: "yes", False: "**no**"}
    return [
        f"| `{name}` | {one.what} | {one.figure} | {one.asked} | {said[one.kept]} | {one.peer} |" for one in figures
    ]


def merged(page: str, order: Sequence[str], found: Mapping[str, Sequence[str]]) -> str:
    """The page with the lines of the benchmarks that ran put in; those of the others stay.

    Raises ValueError where the page has no place for the table.
    """
    head, rest = page.split(BEGIN)
    table, tail = rest.split(END)
    old = [line for line in table.splitlines() if line.startswith("| `")]
    lines = list(_HEAD)
    for name in order:
        lines += found.get(name, [line for line in old if line.startswith(f"| `{name}` ")])
    return "\n".join((f"{head}{BEGIN}", *lines, f"{END}{tail}"))
