"""A person's decisions about positions, and the effective value of a position, computed in this one place.

A decision is never a change of what was read: it is a row of its own, in order, and may be undone.  The effective bill
is the bill as read with the standing edits applied; table, filter, export and totals look at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.domain.sums import product
from estimator_desktop.domain.verdict import Verdict


class Action(StrEnum):
    """What a person did with a position."""

    ACCEPT = "accept"
    """The finding is right; nothing more to say."""
    OVERRIDE = "override"
    """The position stays as it is in spite of the finding, for the stated reason."""
    EDIT = "edit"
    """A value is replaced; the original is kept."""
    LATER = "later"


AMOUNTS = frozenset({"quantity", "unit_price"})
EDITABLE = ("quantity", "unit_price", "unit", "code", "description")
"""Fields that may be edited.  An edited quantity or price brings its total with it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.  `ground` is the verdict's ground at that time; `undone` says that it no longer stands."""

    id: int
    position: int
    action: Action
    created: datetime
    field: str = ""
    value: str = ""
    reason: str = ""
    ground: str = ""
    undone: bool = False


class DecisionError(ValueError):
    """The decision is none: `str` is a code for a sentence (`needs_reason`, `no_number`, `no_value`)."""


def checked(action: Action, name: str = "", value: str = "", reason: str = "") -> None:
    """Refuse a decision that says nothing.  Raises DecisionError."""
    if action is Action.OVERRIDE and not reason.strip():
        raise DecisionError("needs_reason")
    if action is not Action.EDIT:
        return
    if name not in EDITABLE:
        raise DecisionError("no_value")
    if name in AMOUNTS and parse_amount(value).value is None:
        raise DecisionError("no_number")
    if not value.strip():
        raise DecisionError("no_value")


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands about one position: the last word, and the edits by field."""

    last: Decision
    edits: Mapping[str, Decision] = field(default_factory=dict)

    @property
    def decided(self) -> bool:
        """Whether the person is done with it."""
        return self.last.action is not Action.LATER

    def moved(self, ground: str) -> bool:
        """Whether the ground under the decision has changed since: other inputs or other findings."""
        return bool(self.last.ground) and bool(ground) and self.last.ground != ground

    def settles(self, verdict: Verdict) -> bool:
        """Whether the position waits for nobody any more.

        A correction settles nothing by itself: once the corrected value is judged, its verdict says whether a person is
        still needed.
        """
        corrected = self.last.action is Action.EDIT and bool(verdict.corrected)
        return self.decided and not self.moved(verdict.ground) and not corrected


def standing(decisions: Iterable[Decision]) -> dict[int, Standing]:
    """What stands, by position, from decisions in the order they were made."""
    found: dict[int, Standing] = {}
    for decision in decisions:
        if decision.undone:
            continue
        known = found.get(decision.position)
        edits = dict(known.edits) if known else {}
        if decision.action is Action.EDIT:
            edits[decision.field] = decision
        found[decision.position] = Standing(decision, edits)
    return found


def effective(position: Position, stands: Standing | None) -> Position:
    """The position with its standing edits: the value that table, filter, export and totals use."""
    if stands is None or not stands.edits:
        return position
    for name, decision in stands.edits.items():
        if name in AMOUNTS:
            position = replace(position, **{name: parse_amount(decision.value)})  # type: ignore[arg-type]
        else:
            position = replace(position, **{name: decision.value})  # type: ignore[arg-type]
    if AMOUNTS & set(stands.edits):
        total: Decimal | None = product(position)
        if total is not None:
            position = replace(position, total_price=Amount(f"{total:f}", total))
    return position


def effective_bill(bill: BillOfQuantities, stands: Mapping[int, Standing]) -> BillOfQuantities:
    """The bill with all standing edits; the bill itself where there are none."""
    if not any(item.edits for item in stands.values()):
        return bill
    positions = tuple(effective(position, stands.get(position.index)) for position in bill.positions)
    return replace(bill, positions=positions)
