"""What a bill of quantities of the project's own is made of: objects, sections, positions as they are to be printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from estimator_desktop.domain.expressions import evaluate
from estimator_desktop.domain.numbers import round_half_up


@dataclass(frozen=True)
class Row:
    """A position.  `total` and `quantity` are printed; None: computed from what is beside them."""

    kind: str
    code: str
    text: str
    unit: str
    price: str
    lines: tuple[str, ...] = ()
    quantity: str = ""
    total: str = ""
    note: str = ""
    system: str = "CS VLASTNÍ"
    ordinal: int = 0

    @property
    def measured(self) -> Decimal:
        """Quantity from the lines, three decimals."""
        return round_half_up(sum((evaluate(line, {}) for line in self.lines), Decimal(0)), 3)

    @property
    def shown_quantity(self) -> Decimal:
        """The printed quantity."""
        return Decimal(self.quantity) if self.quantity else self.measured

    @property
    def shown_total(self) -> Decimal:
        """The printed total."""
        if self.total:
            return Decimal(self.total)
        return round_half_up(self.shown_quantity * Decimal(self.price or 0), 2)


@dataclass(frozen=True)
class Part:
    """A section.  `wrong` is added to its printed sum: a planted fault."""

    code: str
    name: str
    rows: tuple[Row, ...]
    wrong: str = "0"

    @property
    def sum(self) -> Decimal:
        """The printed sum."""
        return sum((row.shown_total for row in self.rows), Decimal(0)) + Decimal(self.wrong)


@dataclass(frozen=True)
class Work:
    """A building object."""

    code: str
    name: str
    parts: tuple[Part, ...]

    @property
    def sum(self) -> Decimal:
        """The printed sum."""
        return sum((row.shown_total for part in self.parts for row in part.rows), Decimal(0))


@dataclass(frozen=True)
class Sample:
    """A whole bill, and the faults planted in it: (rule, ordinal or section code)."""

    code: str
    name: str
    works: tuple[Work, ...]
    blind: bool = False
    faults: tuple[tuple[str, str], ...] = field(default=())

    @property
    def rows(self) -> tuple[Row, ...]:
        """All positions in order."""
        return tuple(row for work in self.works for part in work.parts for row in part.rows)

    @property
    def sum(self) -> Decimal:
        """The price of everything."""
        return sum((work.sum for work in self.works), Decimal(0))

    def price_of(self, row: Row) -> Decimal | None:
        """The unit price as a workbook holds it; None in a blank bill."""
        return None if self.blind or not row.price else Decimal(row.price)

    def total_of(self, row: Row) -> Decimal:
        """The total as a workbook holds it."""
        return Decimal(0) if self.price_of(row) is None else row.shown_total

    def sum_of(self, part: Part | Work) -> Decimal:
        """The sum as a workbook holds it."""
        return Decimal(0) if self.blind else part.sum
