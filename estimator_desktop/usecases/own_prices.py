"""The price archive: an accepted, audited project gives its prices, only ever on the person's word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.match import ArchivedPrice
from estimator_desktop.domain.systems import system_of
from estimator_desktop.errors import UserError
from estimator_desktop.storage.store import Store


def archive_document(store: Store, document: str, *, region: str = "", noted: date | None = None) -> int:
    """Take an audited document's prices into the price archive; how many.  Only ever on the person's word.

    Raises UserError `not_audited`, `nothing_priced`.
    """
    known = store.document(document)
    bill = store.bills.load(document)
    if known is None or bill is None or not store.bills.audited(document):
        raise UserError("not_audited", file=known.name if known else document)
    project = next((one.name for one in store.projects() if one.id == known.project), known.name)
    entries = tuple(prices_of(bill, noted or datetime.now(UTC).date(), region, project))
    if not entries:
        raise UserError("nothing_priced", file=known.name)
    return store.catalogues.add_to_archive(document, entries)


def prices_of(bill: BillOfQuantities, noted: date, region: str, project: str) -> Iterator[ArchivedPrice]:
    """The prices of a bill as entries of the archive: positions with a code, a unit and a price above nothing."""
    for position in bill.positions:
        price = position.unit_price.value
        if price is not None and price > 0 and position.code and position.unit:
            yield ArchivedPrice(
                position.code, position.description, position.unit, price, noted, region, project,
                system_of(position.price_system),
            )  # fmt: skip
