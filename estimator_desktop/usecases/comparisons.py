"""Two stored documents beside each other: what the comparison page shows and what it writes to a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from estimator_desktop.domain.beside import Change, changes_of, only_changes
from estimator_desktop.domain.bids import BidComparison
from estimator_desktop.domain.decision import standing
from estimator_desktop.domain.revision import compare
from estimator_desktop.errors import UserError
from estimator_desktop.storage.store import Document, Store
from estimator_desktop.texts import Texts
from estimator_desktop.usecases.names import names_of


@dataclass(frozen=True, slots=True)
class Compared:
    """Two documents of a project, the older first.

    `carried`: positions of the newer with a decision taken over.  Once it is audited, `settled` are those that wait for
    nobody any more, `again` those to be decided again, since they or their findings have changed, and `free` those that
    need no decision.
    """

    project: str
    old: Document
    new: Document
    documents: tuple[Document, ...]
    changes: tuple[Change, ...]
    old_total: Decimal
    new_total: Decimal
    currency: str
    carried: frozenset[int]
    settled: frozenset[int] = frozenset()
    again: frozenset[int] = frozenset()
    free: frozenset[int] = frozenset()


def revisions_of(store: Store, project: str) -> tuple[Document, ...]:
    """A project's documents that have been read, oldest first."""
    return tuple(one for one in store.documents(project) if store.bills.count(one.id))


def compare_documents(store: Store, old: str, new: str) -> Compared:
    """Compare two documents as they were read.  Raises UserError `not_audited` where one has not been read."""
    before, after = store.document(old), store.document(new)
    bills = store.bills.load(old), store.bills.load(new)
    if before is None or after is None or bills[0] is None or bills[1] is None:
        name = before.name if before is not None else old
        raise UserError("not_audited", file=name)
    found = compare(bills[0], bills[1])
    return Compared(
        store.project_name(after.project),
        before,
        after,
        revisions_of(store, after.project),
        changes_of(bills[0], bills[1], found),
        found.old_total,
        found.new_total,
        bills[1].currency,
        *_carried(store, new),
    )


def _carried(store: Store, document: str) -> tuple[frozenset[int], ...]:
    """The positions with a decision taken over: all, settled, to be decided again, in no need of one."""
    carried = store.revisions.carried(document)
    view = store.bills.view(document) if carried else None
    if view is None or view.audit is None:
        return (carried,)
    stands, verdicts = standing(store.decisions.all(document)), view.audit.verdicts
    asked = {index: stands[index] for index in carried if view.marks[index].hitl and index in stands}
    settled = frozenset(index for index, stood in asked.items() if stood.settles(verdicts[index]))
    again = frozenset(index for index, stood in asked.items() if stood.moved(verdicts[index].ground))
    return carried, settled, again, carried - asked.keys()


def changed_positions(store: Store, document: str) -> Mapping[str, frozenset[int]]:
    """What a revision brought (`added`) and changed (`changed`): its positions; nothing where it is no revision."""
    before = store.revisions.previous(document)
    old, new = (store.bills.load(before), store.bills.load(document)) if before else (None, None)
    if old is None or new is None:
        return {}
    found: dict[str, set[int]] = {"added": set(), "changed": set()}
    for change in changes_of(old, new, compare(old, new)):
        if change.new is not None and change.kind in found:
            found[change.kind].add(change.new.index)
    return {kind: frozenset(positions) for kind, positions in found.items()}


def write_comparison(compared: Compared, target: Path, texts: Texts, *, all_rows: bool) -> Path:
    """Write a comparison as .xlsx or .csv, by the target's ending.  Raises UserError where it cannot be written."""
    from estimator_desktop.writing.comparison import Beside, write_changes_csv, write_changes_xlsx  # noqa: PLC0415

    writers: Mapping[str, Callable[[Beside, Path, Texts], None]] = {
        ".csv": write_changes_csv,
        ".xlsx": write_changes_xlsx,
    }
    changes = compared.changes if all_rows else only_changes(compared.changes)
    content = Beside(
        compared.project,
        compared.old.name,
        compared.new.name,
        changes,
        compared.old_total,
        compared.new_total,
        compared.currency,
    )
    suffix = target.suffix.lower() if target.suffix.lower() in writers else ".xlsx"
    whole = target if target.suffix.lower() == suffix else target.with_name(f"{target.name}{suffix}")
    writers[suffix](content, whole, texts)
    return whole


def compare_stored_bids(store: Store, documents: Sequence[str], texts: Texts) -> BidComparison:
    """Compare documents as bids of one tender, under the names of their projects (`names_of`).

    Raises UserError `not_audited` where one has not been read.
    """
    from estimator_desktop.audit.bids import compare_bids  # noqa: PLC0415 - rules take long to load

    bills = []
    for identity in documents:
        known, bill = store.document(identity), store.bills.load(identity)
        if known is None or bill is None:
            raise UserError("not_audited", file=known.name if known else identity)
        bills.append(bill)
    return compare_bids(bills, names_of(store, documents, texts), store.rules.pack())
