"""An edited export back into the project it came from: a proposal to look at first, then decisions.

The values that a person put into the file become decisions, so that what was read stays and all of it can be undone.
What no decision can hold (new and missing rows, measurements, notes) is named and left: such a file can be imported as
a new budget instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.changes import Changes, EditedFile, EditedRow, FieldChange, compare, typed
from estimator_desktop.domain.decision import EDITABLE, Action, DecisionError, checked, effective_bill, standing
from estimator_desktop.errors import UserError
from estimator_desktop.reading.edited import origin_of, read_edited
from estimator_desktop.storage.store import Store

_FOLLOWS = frozenset({"total_price"})
"""What comes with a quantity or a price by itself."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an edited file would do to a document.

    `base` is the budget as it stands in the project now, `new` as the file has it.  `edits` become decisions, `left`
    are changes that no decision can hold.
    """

    document: str
    base: BillOfQuantities
    new: BillOfQuantities
    changes: Changes
    edits: tuple[FieldChange, ...]
    left: tuple[FieldChange, ...]

    @property
    def left_out(self) -> int:
        """Changes, new and missing rows that no decision can hold."""
        return len(self.left) + len(self.changes.appeared) + len(self.changes.vanished)

    def summary(self) -> EditedFile:
        """What a person looks at before anything is applied."""
        return EditedFile(
            self.document,
            tuple(EditedRow(_named(self.base, edit.position), edit) for edit in self.edits),
            tuple(EditedRow(_named(self.base, edit.position), edit) for edit in self.left),
            tuple(_named(self.new, index) for index in self.changes.appeared),
            tuple(_named(self.base, index) for index in self.changes.vanished),
        )


def _named(bill: BillOfQuantities, index: int) -> str:
    position = bill.positions[index]
    return f"{position.ordinal} {position.code} {position.description}".strip()


def propose(store: Store, path: Path, document: str = "") -> Proposal:
    """What the file would change, in the document it says it came from or in the named one.

    Raises UserError: what reading raises; `edited_unknown` (no project holds the budget it came from);
    `edited_other` (it is an export of another budget).
    """
    origin = origin_of(path)
    known = store.document(document) if document else store.document_with(origin) if origin else None
    bill = store.bills.load(known.id) if known else None
    if known is None or bill is None:
        raise UserError("edited_unknown", file=path.name)
    if origin and origin != known.sha256:
        raise UserError("edited_other", file=path.name, other=known.name)
    base = effective_bill(bill, standing(store.decisions.all(known.id)))
    came = read_edited(path, base)
    if len(came.base.positions) != len(base.positions):
        raise UserError("edited_other", file=path.name, other=known.name)
    asked = compare(came.base, came.bill, came.ids)
    present = {(change.position, change.field): change for change in compare(base, came.bill, came.ids).changed}
    # what the person changed in the file and is not already so in the project
    wanted = [present[key] for change in asked.changed if (key := (change.position, change.field)) in present]
    edits = tuple(change for change in wanted if _can_be_decided(change))
    moved = {change.position for change in edits}
    left = tuple(
        change
        for change in wanted
        if change not in edits and not (change.field in _FOLLOWS and change.position in moved)
    )
    return Proposal(known.id, base, came.bill, Changes(tuple(wanted), asked.appeared, asked.vanished), edits, left)


def apply(store: Store, proposal: Proposal, reason: str) -> int:
    """Store the edits as decisions, all of them or none, undone together; how many."""
    edits = [(change.position, change.field, typed(change)) for change in proposal.edits]
    if edits:
        store.decisions.edit_all(proposal.document, edits, reason)
    return len(edits)


def _can_be_decided(change: FieldChange) -> bool:
    if change.field not in EDITABLE:
        return False
    try:
        checked(Action.EDIT, change.field, typed(change))
    except DecisionError:
        return False
    return True
