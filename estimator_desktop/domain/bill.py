"""A bill of quantities as read from one document, with everything it says about itself.

The bill is flat: objects, sections and positions are tuples in document order, and a child names its
parent by index into the tuple.  An index is stable within one bill and never reused.

Money is in the bill's currency, quantities in the position's unit; both are `Decimal`.  The raw text
stays beside the parsed value in `Amount`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from estimator_desktop.domain.box import Box


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read: page (from 1) and box, or sheet and row (from 1)."""

    file: str
    page: int | None = None
    box: Box | None = None
    sheet: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as printed and as understood.

    `value` is None where the text is no number (`raw` says what stands there) or cannot be decided.
    `alternative` is set only for an ambiguous separator (`126.000`): the other possible reading; the
    proof may decide between the two, else the position is flagged.
    """

    raw: str
    value: Decimal | None
    alternative: Decimal | None = None

    @property
    def ambiguous(self) -> bool:
        """Whether two readings of the printed text remain possible."""
        return self.alternative is not None

    @property
    def unreadable(self) -> bool:
        """Whether something is printed that is not a number."""
        return self.value is None and bool(self.raw.strip())


NOTHING = Amount("", None)
"""An empty cell: nothing printed, no value (a blind price)."""


class MeasurementKind(StrEnum):
    """What a measurement line is."""

    EXPRESSION = "expression"
    TEXT = "text"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of a position's measurement (výkaz výměr).  Never a position.

    `text` is the whole printed line without the value column; `expression` the part that is computed,
    where the format separates it; `value` the printed result; `label` the letter or figure name other
    lines refer to (`A`, `F1`); `taken` whether the format marks this line as taken into the quantity
    (None: the format does not say).
    """

    text: str
    value: Decimal | None = None
    kind: MeasurementKind = MeasurementKind.EXPRESSION
    expression: str | None = None
    label: str | None = None
    taken: bool | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Child text of a position.  `kind` as in the source: PP full description, P note, PSC, TS, POP, text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class WorkObject:
    """A building object (SO, IO, PS), possibly nested in `parent` (index into the bill's objects).

    `total` is the price without VAT that the document prints for the whole object.
    """

    index: int
    code: str
    name: str
    parent: int | None = None
    kind: str = ""
    total: Amount = NOTHING
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A group of positions (díl, oddíl) inside an object, possibly nested in `parent`.

    `total` is the sum that the document prints for the section, nested sections included.
    """

    index: int
    code: str
    name: str
    object: int | None = None
    parent: int | None = None
    total: Amount = NOTHING
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """The priced line.  `object` and `section` are indexes into the bill; None where the document has none.

    `row_type` is the row type as in the source (`K` work, `M` material, `P`, `POL1_1`…).  `total_mass` and
    `debris_mass` are the whole position's, in tonnes.
    `confidence` holds, for fields that were not read from exact text (OCR), how sure the reader is (0–1).
    """

    index: int
    description: str
    object: int | None = None
    section: int | None = None
    ordinal: str = ""
    row_type: str = ""
    code: str = ""
    variant: str = ""
    unit: str = ""
    quantity: Amount = NOTHING
    unit_price: Amount = NOTHING
    total_price: Amount = NOTHING
    price_system: str = ""
    supply_price: Amount = NOTHING
    installation_price: Amount = NOTHING
    unit_mass: Amount = NOTHING
    total_mass: Amount = NOTHING
    debris_mass: Amount = NOTHING
    vat_rate: str = ""
    measurements: tuple[Measurement, ...] = ()
    notes: tuple[Note, ...] = ()
    source: Source | None = None
    confidence: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RecapitulationLine:
    """A line of a cover sheet or recapitulation: what the document says something costs.

    `scope`: `bill`, `object` and `section` are sums of positions without VAT; `extra` is a cost beside the positions
    and `net` the price without VAT that holds it; `vat_base` and `vat` belong to the rate `vat_rate` (per cent);
    `gross` is the price with VAT.  `object` and `section` are indexes where the line could be tied to one, else None;
    for a cover sheet `object` is the object that the sheet is about.
    """

    scope: str
    code: str
    name: str
    value: Amount
    object: int | None = None
    section: int | None = None
    vat_rate: str = ""
    source: Source | None = None


class Check(StrEnum):
    """One kind of checksum a document carries about itself."""

    ORDINALS = "ordinals"
    PRODUCTS = "products"
    SECTION_SUMS = "section_sums"
    OBJECT_SUMS = "object_sums"
    RECAPITULATION = "recapitulation"
    POSITION_COUNT = "position_count"
    MEASUREMENTS = "measurements"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class ProofFailure:
    """One place where the document's own checksum does not reproduce, with both numbers as text.

    `expected` is what the document prints, `found` what its parts give.  `position`, `section` and
    `object` are indexes into the bill, whichever applies.
    """

    check: Check
    code: str
    expected: str
    found: str
    position: int | None = None
    section: int | None = None
    object: int | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one kind of checksum came out: `passed` of `total` places.  Total 0: nothing to check with."""

    check: Check
    total: int
    passed: int
    failures: tuple[ProofFailure, ...] = ()


NOTES = frozenset({"ordinal_jump", "ordinal_again"})
"""Breaks in a document's own numbering where its sums or its count prove that no row is missing."""


@dataclass(frozen=True, slots=True)
class ImportProof:
    """The document's own checksums, evaluated over what was read (doklad importu)."""

    positions: int
    results: tuple[CheckResult, ...]

    @property
    def holds(self) -> bool:
        """Whether every checksum that the document carries is reproduced."""
        return all(result.passed == result.total for result in self.results)

    @property
    def state(self) -> str:
        """How the proof stands, in one word.

        `holds`: every checksum is reproduced; `noted`: all but the document's own numbering, whose jumps sums or counts
        prove to hide no row; `gaps`: all but the numbering, and nothing proves that no row is missing there; `open`:
        something else does not reproduce; `nothing`: the document carries no checksum beyond readable numbers.
        """
        if not self.holds:
            failures = self.failures
            if all(failure.code in NOTES for failure in failures):
                return "noted"
            return "gaps" if all(failure.check is Check.ORDINALS for failure in failures) else "open"
        proving = any(result.total for result in self.results if result.check is not Check.NUMBERS)
        return "holds" if proving else "nothing"

    @property
    def proven(self) -> bool:
        """Whether the document's own checksums prove that nothing is missing or misread."""
        return self.state in {"holds", "noted"}

    @property
    def failures(self) -> tuple[ProofFailure, ...]:
        """Every place that does not reproduce, in document order within each check."""
        return tuple(failure for result in self.results for failure in result.failures)

    def result(self, check: Check) -> CheckResult:
        """The result of one check; an empty one where it could not run."""
        for result in self.results:
            if result.check is check:
                return result
        return CheckResult(check, 0, 0)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person had decided about a position in an export that is read back: it becomes a decision again.

    The fields are those of `domain.decision.Decision`, the action by its name.
    """

    position: int
    action: str
    field: str = ""
    value: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BillOfQuantities:
    """One imported document's content.

    `family` names the layout that was recognised (`kros_xlsx`, `pdf_table`, `unixml`, …).  `warnings`
    are codes of what the reader could not settle, each with its subject (`("page_without_text", "3")`).
    `decided` is only there in an export of ours that is being read.
    """

    family: str
    file: str
    positions: tuple[Position, ...]
    objects: tuple[WorkObject, ...] = ()
    sections: tuple[Section, ...] = ()
    recapitulation: tuple[RecapitulationLine, ...] = ()
    code: str = ""
    name: str = ""
    pages: int | None = None
    printed_position_count: int | None = None
    price_level: str = ""
    currency: str = "CZK"
    price_decimals: int | None = None
    warnings: tuple[tuple[str, str], ...] = ()
    proof: ImportProof | None = None
    decided: tuple[Decided, ...] = ()

    def object_path(self, index: int | None) -> tuple[WorkObject, ...]:
        """The object and its ancestors, outermost first; empty for None."""
        path: list[WorkObject] = []
        while index is not None:
            path.append(self.objects[index])
            index = self.objects[index].parent
        return tuple(reversed(path))

    def section_path(self, index: int | None) -> tuple[Section, ...]:
        """The section and its ancestors, outermost first; empty for None."""
        path: list[Section] = []
        while index is not None:
            path.append(self.sections[index])
            index = self.sections[index].parent
        return tuple(reversed(path))
